/**
 * When pauses are over: a timer for very many of them, most of which are cancelled. {@link
 * io.retrykit.async.wheel.Wheel} is the timer: clock, lock and thread; {@link io.retrykit.async.wheel.Slots} is where its
 * entries wait, and knows of none of these. A pause is never shorter than asked.
 */
@NullMarked
package io.retrykit.async.wheel;

import org.jspecify.annotations.NullMarked;
