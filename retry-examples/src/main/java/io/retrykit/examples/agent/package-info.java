/** A conversation of many turns, each of which may take several calls; what fails leaves it as it was. */
@NullMarked
package io.retrykit.examples.agent;

import org.jspecify.annotations.NullMarked;
