/** What a retry tells the outside by itself: log lines through SLF4J, and JFR events. */
@NullMarked
package io.retrykit.observe;

import org.jspecify.annotations.NullMarked;
