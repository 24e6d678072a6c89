package io.retrykit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls of this method, or of every method of this interface, are retried when made through a proxy. What is not said
 * here is taken from the policy named, or else from the policy of the {@code Retry} that makes the proxy.
 *
 * <p>On a method it replaces what the interface says; an overriding method inherits it. On an annotation type it makes
 * that annotation mean the same. A mistake in it fails when the proxy is made.
 *
 * <p>Durations are written {@code 500ms}, {@code 1.5s}, {@code 2m} or in ISO-8601, {@code PT1S}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface Retryable {
  /** Stands for a number that is not said here. */
  int INHERITED = Integer.MIN_VALUE;

  /** The name of the policy to start from; empty: that of the {@code Retry} which makes the proxy. */
  String policy() default "";

  /** How many attempts, the first included: 1 or more; 1 means no retry. */
  int maxAttempts() default INHERITED;

  /** The pause after the first failure. */
  String initialDelay() default "";

  /** What no pause exceeds. */
  String maxDelay() default "";

  /** How many times longer each pause gets, 1 to 1e308. */
  double exponentialBase() default Double.NaN;

  /** How pauses are spread: none, proportional, proportional-uncut, full, equal, decorrelated; or true, false. */
  String jitter() default "";

  /** The failures to retry on; they replace the policy's. */
  Class<? extends Throwable>[] retryOn() default {};

  /** The failures that end the call at once; they are added to the policy's. */
  Class<? extends Throwable>[] abortOn() default {};

  /** How long the whole call may take. */
  String maxDuration() default "";

  /** How long each attempt may take. */
  String attemptTimeout() default "";
}
