/** An answer grounded on what a search finds, over HTTP that fails at times. */
@NullMarked
package io.retrykit.examples.rag;

import org.jspecify.annotations.NullMarked;
