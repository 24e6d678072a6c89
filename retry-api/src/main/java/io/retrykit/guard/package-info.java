/**
 * What may hold back an attempt (breaker, limiter, quota, bulkhead), and what may hold back a retry (a budget). The
 * engine asks them in order and tells each how the attempt it let through ended, exactly once.
 */
@NullMarked
package io.retrykit.guard;

import org.jspecify.annotations.NullMarked;
