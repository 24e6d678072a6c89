/** Many prompts from a file, each asked once in the end: bounded, within quotas, retried, and resumable after a kill. */
@NullMarked
package io.retrykit.examples.batch;

import org.jspecify.annotations.NullMarked;
