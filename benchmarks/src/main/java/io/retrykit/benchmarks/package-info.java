/** One question for each class, the hand-written limit beside ours. Run {@code java -jar benchmarks.jar}. */
@NullMarked
package io.retrykit.benchmarks;

import org.jspecify.annotations.NullMarked;
