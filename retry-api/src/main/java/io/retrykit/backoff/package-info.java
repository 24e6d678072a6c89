/**
 * How long to pause after each failed attempt, as pure functions of the number of failures, the pause before and a
 * source of randomness: no clock, no thread. Amounts are nanoseconds, zero or more, and stop at
 * {@link Long#MAX_VALUE}; nothing wraps, nothing is rounded to milliseconds.
 */
@NullMarked
package io.retrykit.backoff;

import org.jspecify.annotations.NullMarked;
