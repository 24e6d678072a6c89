/** Programs to run first and to copy from: real AWS clients, retried. */
@NullMarked
package io.retrykit.examples;

import org.jspecify.annotations.NullMarked;
