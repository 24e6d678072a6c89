/**
 * Where time comes from: a monotonic clock, pauses and scheduled tasks, real or virtual, and arithmetic on nanoseconds
 * that stops at the ends instead of wrapping.
 */
@NullMarked
package io.retrykit.time;

import org.jspecify.annotations.NullMarked;
