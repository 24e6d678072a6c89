/** The pauses of a policy, printed and drawn. */
@NullMarked
package io.retrykit.examples.schedule;

import org.jspecify.annotations.NullMarked;
