package io.retrykit.circuitbreaker;

import io.retrykit.failure.Causes;
import io.retrykit.failure.Classifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The part of the settings that says which calls have failed; apart because it is the one that takes predicates. */
abstract sealed class WhatCounts permits CircuitBreakerBuilder {
  private @Nullable Predicate<? super Throwable> failureIf;
  private final List<Class<? extends Throwable>> failureOn = new ArrayList<>();
  private Predicate<Throwable> ignoreIf = failure -> false;
  private boolean ignoreRateLimits;
  private @Nullable Predicate<@Nullable Object> failureIfResult;
  private @Nullable Classifier classifier;

  abstract CircuitBreakerBuilder self();

  /**
   * Counts a failure only if the predicate holds, or its class was given to {@code failureOn}; other exceptions are
   * successes of the service. By default all are failures. The predicate is given the failure itself (out of the
   * wrappers futures put around it), and has to look at its causes if they matter. The last predicate holds.
   */
  public CircuitBreakerBuilder failureIf(Predicate<? super Throwable> predicate) {
    this.failureIf = Objects.requireNonNull(predicate, "predicate");
    return self();
  }

  /**
   * Counts exceptions of this class, or with one among their causes, as failures; others are successes of the service,
   * unless another call of this or {@code failureIf} says otherwise.
   */
  public CircuitBreakerBuilder failureOn(Class<? extends Throwable> type) {
    failureOn.add(Objects.requireNonNull(type, "type"));
    return self();
  }

  /**
   * Exceptions of this class, or with one among their causes, are neither failures nor successes, whatever
   * {@code failureIf} and {@code failureOn} say; besides those ignored already.
   */
  public CircuitBreakerBuilder ignore(Class<? extends Throwable> type) {
    Objects.requireNonNull(type, "type");
    return ignoreIf(failure -> Causes.anyMatch(failure, type::isInstance));
  }

  /**
   * Exceptions for which the predicate holds are neither failures nor successes; besides those ignored already. It is
   * given the failure itself.
   */
  public CircuitBreakerBuilder ignoreIf(Predicate<? super Throwable> predicate) {
    Objects.requireNonNull(predicate, "predicate");
    Predicate<Throwable> before = ignoreIf;
    this.ignoreIf = failure -> before.test(failure) || predicate.test(failure);
    return self();
  }

  /**
   * A call that was throttled is neither failure nor success: the service is well, we ask too often. In a retry policy
   * its verdict tells; for a breaker that stands alone say how to recognise it, with {@code classifier}.
   */
  public CircuitBreakerBuilder ignoreRateLimits() {
    this.ignoreRateLimits = true;
    return self();
  }

  /** Recognises throttled calls where no policy does: {@code RateLimits.classifier()}, with retry-ratelimit. */
  public CircuitBreakerBuilder classifier(Classifier recognising) {
    this.classifier = Objects.requireNonNull(recognising, "classifier");
    return self();
  }

  /**
   * Counts a call as failed if the predicate holds for its result; null, which a call without a result returns,
   * included. In a retry policy a result that the policy does not accept is a failure anyway. The last predicate holds.
   */
  public CircuitBreakerBuilder failureIfResult(Predicate<@Nullable Object> predicate) {
    this.failureIfResult = Objects.requireNonNull(predicate, "predicate");
    return self();
  }

  final Counting counting() {
    return new Counting(failures(), ignoreIf, ignoreRateLimits, failureIfResult, classifier);
  }

  private @Nullable Predicate<? super Throwable> failures() {
    if (failureOn.isEmpty()) {
      return failureIf;
    }
    List<Class<? extends Throwable>> types = List.copyOf(failureOn);
    Predicate<? super Throwable> predicate = failureIf == null ? failure -> false : failureIf;
    return failure ->
        Causes.anyMatch(failure, cause -> types.stream().anyMatch(type -> type.isInstance(cause)))
            || predicate.test(failure);
  }
}
