/**
 * Charts as values, and two ways to write them: a plain SVG of our own, and a self-contained HTML page in which a chart
 * library draws them. The same charts give the same bytes.
 */
@NullMarked
package io.retrykit.examples.chart;

import org.jspecify.annotations.NullMarked;
