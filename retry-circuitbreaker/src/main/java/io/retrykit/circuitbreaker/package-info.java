/**
 * Circuit breakers: they count how calls end, stop them while a service is down, and let it come back. Time comes in as
 * an argument; everything here is safe for use by many threads.
 */
@NullMarked
package io.retrykit.circuitbreaker;

import org.jspecify.annotations.NullMarked;
