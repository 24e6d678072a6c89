/**
 * Staying below a limit: limiters and quotas that hold calls back before the server does, and budgets that keep retries
 * from making an outage worse. All of them take time as an argument and are safe for use by many threads.
 */
@NullMarked
package io.retrykit.ratelimit;

import org.jspecify.annotations.NullMarked;
