/**
 * Many clients that write the same row of one server, in virtual time: what each jitter costs in calls and in time.
 *
 * <p>The model is that of {@code aws-samples/aws-arch-backoff-simulator}, the program behind M. Brooker,
 * <cite>Exponential Backoff and Jitter</cite>, AWS Architecture Blog, 2015. Times are milliseconds.
 */
@NullMarked
package io.retrykit.examples.simulate;

import org.jspecify.annotations.NullMarked;
