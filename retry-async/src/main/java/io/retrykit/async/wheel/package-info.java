/** When pauses are over: a timer for very many of them, most of which are cancelled. */
@NullMarked
package io.retrykit.async.wheel;

import org.jspecify.annotations.NullMarked;
