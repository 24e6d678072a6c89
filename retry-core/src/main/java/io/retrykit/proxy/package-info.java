/** Interfaces with {@link io.retrykit.annotation.Retryable} methods, made to retry. */
@NullMarked
package io.retrykit.proxy;

import org.jspecify.annotations.NullMarked;
