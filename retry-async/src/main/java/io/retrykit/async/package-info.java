/** Calls that do not block, made to retry under the same rules as those that do. */
@NullMarked
package io.retrykit.async;

import org.jspecify.annotations.NullMarked;
