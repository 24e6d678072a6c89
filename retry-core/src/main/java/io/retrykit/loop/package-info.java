/**
 * The rules of retrying, once. {@link Plan} decides and {@link Course} keeps the order after a failed attempt, neither
 * of them blocks; {@link Loop} drives them on the calling thread. Other drivers, which do not block, are the reason why
 * this package is exported at all, and to them alone.
 */
@NullMarked
package io.retrykit.loop;

import org.jspecify.annotations.NullMarked;
