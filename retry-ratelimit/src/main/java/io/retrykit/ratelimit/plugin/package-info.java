/** Limiters, quotas and budgets by name, for configuration files. */
@NullMarked
package io.retrykit.ratelimit.plugin;

import org.jspecify.annotations.NullMarked;
