/** What this jar plugs into the engine: see {@code io.retrykit.spi}. */
@NullMarked
package io.retrykit.throttle.plugin;

import org.jspecify.annotations.NullMarked;
