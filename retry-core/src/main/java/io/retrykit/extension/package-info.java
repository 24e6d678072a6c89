/** The one place that looks for what other jars plug in. */
@NullMarked
package io.retrykit.extension;

import org.jspecify.annotations.NullMarked;
