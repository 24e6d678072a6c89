/** What the commands that draw have in common: where they write, and how they fail. */
@NullMarked
package io.retrykit.examples.report;

import org.jspecify.annotations.NullMarked;
