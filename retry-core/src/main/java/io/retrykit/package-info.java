/** The front door: {@link io.retrykit.Retry} makes calls, {@link io.retrykit.RetryContext} helps a loop of one's own. */
@NullMarked
package io.retrykit;

import org.jspecify.annotations.NullMarked;
