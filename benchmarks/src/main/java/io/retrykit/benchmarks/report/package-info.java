/** Runs the benchmarks in rounds, and makes tables and pages of what they say. */
@NullMarked
package io.retrykit.benchmarks.report;

import org.jspecify.annotations.NullMarked;
