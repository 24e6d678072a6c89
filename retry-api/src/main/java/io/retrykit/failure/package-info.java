/** What an attempt ended with, and what is to be made of it: outcomes, verdicts and those who give them. */
@NullMarked
package io.retrykit.failure;

import org.jspecify.annotations.NullMarked;
