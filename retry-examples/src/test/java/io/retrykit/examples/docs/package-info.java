/**
 * What the documentation says, compiled and run. A page's blocks of code are regions of these tests: from a line
 * {@code // docs: begin name} to {@code // docs: end}. {@link io.retrykit.examples.docs.DocsTest} compares them.
 */
@NullMarked
package io.retrykit.examples.docs;

import org.jspecify.annotations.NullMarked;
