/** A picture of what calls went through: attempts, pauses, refusals and the states of a breaker, along the time. */
@NullMarked
package io.retrykit.examples.timeline;

import org.jspecify.annotations.NullMarked;
