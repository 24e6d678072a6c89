/**
 * What a user hands in and gets back: operations that may fail, the attempt they run in, and the exceptions that say
 * an attempt was refused, timed out, or was the last one.
 */
@NullMarked
package io.retrykit.call;

import org.jspecify.annotations.NullMarked;
