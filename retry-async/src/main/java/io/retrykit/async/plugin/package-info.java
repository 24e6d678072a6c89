/** What this module plugs in: methods of proxies that return futures, and the logging context. */
@NullMarked
package io.retrykit.async.plugin;

import org.jspecify.annotations.NullMarked;
