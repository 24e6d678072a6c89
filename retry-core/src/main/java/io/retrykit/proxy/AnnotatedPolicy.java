package io.retrykit.proxy;

import io.retrykit.annotation.Retryable;
import io.retrykit.config.JitterText;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.Durations;
import java.time.Duration;
import java.util.function.Consumer;

/** Turns an annotation into a policy. */
final class AnnotatedPolicy {
  private final RetryPolicy base;
  private final Policies policies;

  AnnotatedPolicy(RetryPolicy base, Policies policies) {
    this.base = base;
    this.policies = policies;
  }

  /**
   * Makes the policy of one method.
   *
   * @param method its name, for messages and, if the policy it starts from has none, for logs
   */
  RetryPolicy of(Retryable annotation, String method) {
    try {
      return read(annotation, method);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "@Retryable on " + method + ": " + wrong.getMessage(), wrong);
    }
  }

  private RetryPolicy read(Retryable annotation, String method) {
    RetryPolicy start = annotation.policy().isEmpty() ? base : policies.get(annotation.policy());
    RetryPolicyBuilder builder = start.toBuilder();
    if (start.name().equals(RetryPolicy.defaults().name())) {
      builder.name(method);
    }
    if (annotation.maxAttempts() != Retryable.INHERITED) {
      builder.maxAttempts(annotation.maxAttempts());
    }
    if (!Double.isNaN(annotation.exponentialBase())) {
      builder.exponentialBase(annotation.exponentialBase());
    }
    duration("initialDelay", annotation.initialDelay(), builder::initialDelay);
    duration("maxDelay", annotation.maxDelay(), builder::maxDelay);
    duration("maxDuration", annotation.maxDuration(), builder::maxDuration);
    duration("attemptTimeout", annotation.attemptTimeout(), builder::attemptTimeout);
    if (!annotation.jitter().isEmpty()) {
      builder.jitter(JitterText.parse("jitter", annotation.jitter()));
    }
    if (annotation.retryOn().length > 0) {
      builder.withoutRetryOn().retryOn(annotation.retryOn());
    }
    return builder.abortOn(annotation.abortOn()).build();
  }

  private static void duration(String name, String text, Consumer<Duration> setting) {
    if (!text.isEmpty()) {
      setting.accept(Durations.parse(name, text));
    }
  }
}
