/** What the service loader finds. */
@NullMarked
package io.retrykit.circuitbreaker.plugin;

import org.jspecify.annotations.NullMarked;
