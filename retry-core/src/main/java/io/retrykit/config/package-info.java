/** Policies written in properties instead of code. */
@NullMarked
package io.retrykit.config;

import org.jspecify.annotations.NullMarked;
