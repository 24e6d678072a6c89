package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.failWith;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SPEC 22.5: which ends of calls are failures, which are successes, and which say nothing. */
class WhatCountsTest {
  private static CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("b").timebase(VirtualTimebase.manual());
  }

  private static void assertCounted(CircuitBreaker breaker, int calls, int failed) {
    assertThat(breaker.snapshot().calls()).as("calls").isEqualTo(calls);
    assertThat(breaker.snapshot().failed()).as("failed").isEqualTo(failed);
  }

  private static void throwError(CircuitBreaker breaker, Error error) {
    assertThatThrownBy(() -> breaker.call(() -> {
          throw error;
        }))
        .isSameAs(error);
  }

  @Test
  void exceptions_byDefault_areFailures() {
    CircuitBreaker breaker = builder().build();
    failWith(breaker, new IOException("checked"));
    failWith(breaker, new IllegalStateException("unchecked"));
    failWith(breaker, new TimeoutException("late"));
    succeed(breaker);
    assertCounted(breaker, 4, 3);
  }

  @Test
  void errorsInterruptsCancellationsAndRefusals_always_sayNothing() {
    CircuitBreaker breaker = builder().failureIf(failure -> true).build();
    throwError(breaker, new AssertionError("at home"));
    throwError(breaker, new StackOverflowError());
    failWith(breaker, new InterruptedException());
    failWith(breaker, new CancellationException());
    failWith(breaker, new AttemptRefusedException("limiter", "dry", null, null));
    failWith(breaker, new ExecutionException(new InterruptedException()));
    failWith(breaker, new CompletionException(new AssertionError("at home")));
    assertCounted(breaker, 0, 0);
  }

  @Test
  void ignored_byClassByCauseOrByPredicate_saysNothing() {
    CircuitBreaker breaker = builder()
        .ignore(FileNotFoundException.class)
        .ignore(IllegalArgumentException.class)
        .ignoreIf(failure -> "mine".equals(failure.getMessage()))
        .build();
    failWith(breaker, new FileNotFoundException());
    failWith(breaker, new IllegalStateException(new IllegalArgumentException()));
    failWith(breaker, new CompletionException(new FileNotFoundException()));
    failWith(breaker, new IOException("mine"));
    assertCounted(breaker, 0, 0);
    failWith(breaker, new IOException("the service's"));
    assertCounted(breaker, 1, 1);
  }

  @Test
  void failureIf_doesNotHold_isASuccess() {
    CircuitBreaker breaker =
        builder().failureIf(failure -> failure instanceof IOException).build();
    failWith(breaker, new IllegalArgumentException("the caller's fault"));
    assertCounted(breaker, 1, 0);
    failWith(breaker, new ExecutionException(new IOException("wrapped")));
    assertCounted(breaker, 2, 1);
  }

  @Test
  void failureIf_calledTwice_theLastOneHolds() {
    CircuitBreaker breaker =
        builder().failureIf(failure -> true).failureIf(failure -> false).build();
    fail(breaker);
    assertCounted(breaker, 1, 0);
  }

  @Test
  void failureIf_isGivenTheFailureItself_notItsCauses() {
    CircuitBreaker breaker =
        builder().failureIf(failure -> failure instanceof IOException).build();
    failWith(breaker, new IllegalStateException(new IOException("the cause")));
    assertCounted(breaker, 1, 0);
  }

  @Test
  void failureOn_byClassOrByCause_otherExceptionsAreSuccesses() {
    CircuitBreaker breaker =
        builder().failureOn(IOException.class).failureOn(TimeoutException.class).build();
    failWith(breaker, new FileNotFoundException());
    failWith(breaker, new IllegalStateException(new TimeoutException()));
    assertCounted(breaker, 2, 2);
    failWith(breaker, new IllegalStateException("other"));
    assertCounted(breaker, 3, 2);
  }

  @Test
  void failureOn_besideFailureIf_eitherIsAFailure() {
    CircuitBreaker breaker = builder()
        .failureIf(failure -> "bad".equals(failure.getMessage()))
        .failureOn(TimeoutException.class)
        .ignore(IOException.class)
        .build();
    failWith(breaker, new IllegalStateException("bad"));
    failWith(breaker, new TimeoutException());
    assertCounted(breaker, 2, 2);
    failWith(breaker, new IllegalStateException("well"));
    assertCounted(breaker, 3, 2);
    failWith(breaker, new IOException("bad"));
    assertCounted(breaker, 3, 2);
  }

  @Test
  void ignored_comesBeforeFailureIf() {
    CircuitBreaker breaker =
        builder().failureIf(failure -> true).ignore(IOException.class).build();
    fail(breaker);
    assertCounted(breaker, 0, 0);
  }

  @Test
  void throttledCalls_ifAsked_sayNothing() {
    CircuitBreaker breaker = builder().ignoreRateLimits().build();
    Outcome outcome = Outcome.ofFailure(new IOException("429"));
    breaker.failed(begin(breaker), outcome, Verdict.throttled(), Admission.UNKNOWN);
    assertCounted(breaker, 0, 0);
    breaker.failed(begin(breaker), outcome, Verdict.retry(), Admission.UNKNOWN);
    assertCounted(breaker, 1, 1);
  }

  @Test
  void throttledCalls_unlessAsked_areFailures() {
    CircuitBreaker breaker = builder().build();
    breaker.failed(
        begin(breaker),
        Outcome.ofFailure(new IOException("429")),
        Verdict.throttled(),
        Admission.UNKNOWN);
    assertCounted(breaker, 1, 1);
  }

  @Test
  void throttledCalls_ofABreakerAlone_areRecognisedByItsClassifier() {
    Classifier classifier =
        failure -> "429".equals(failure.getMessage()) ? Verdict.throttled() : Verdict.noOpinion();
    CircuitBreaker breaker = builder().ignoreRateLimits().classifier(classifier).build();
    failWith(breaker, new IOException("429"));
    assertCounted(breaker, 0, 0);
    fail(breaker);
    assertCounted(breaker, 1, 1);
  }

  @Test
  void results_failByPredicate_nullIncluded() {
    CircuitBreaker breaker = builder()
        .failureIfResult(result -> result == null || result.equals(503))
        .build();
    assertThat(breaker.<Integer, RuntimeException>call(() -> 503)).isEqualTo(503);
    breaker.run(() -> {});
    assertThat(breaker.<Integer, RuntimeException>call(() -> 200)).isEqualTo(200);
    assertCounted(breaker, 3, 2);
  }

  /** A result the policy does not accept is a failure, whatever the breaker's own rule says. */
  @Test
  void results_thePolicyDoesNotAccept_areFailures() {
    CircuitBreaker breaker = builder().build();
    breaker.failed(begin(breaker), Outcome.ofResult("bad"), Verdict.retry(), Admission.UNKNOWN);
    assertCounted(breaker, 1, 1);
  }

  /** Failsafe: a throwing predicate silently disables what it belongs to. */
  @Test
  void rulesThatThrow_changeNothing() {
    CircuitBreaker breaker = builder()
        .failureIf(failure -> broken(new IllegalStateException("rule")))
        .ignoreIf(failure -> broken(new IllegalStateException("rule")))
        .failureIfResult(result -> broken(new IllegalStateException("rule")))
        .ignoreRateLimits()
        .classifier(failure -> {
          throw new IllegalStateException("rule");
        })
        .build();
    fail(breaker);
    assertCounted(breaker, 1, 1);
    succeed(breaker);
    assertCounted(breaker, 2, 1);
  }

  /** The failure of the service is what the caller gets, not the rule's error. */
  @Test
  void rulesThatThrowAnError_changeNothing() {
    CircuitBreaker breaker = builder()
        .failureIf(failure -> broken(new AssertionError("rule")))
        .ignoreIf(failure -> broken(new AssertionError("rule")))
        .failureIfResult(result -> broken(new AssertionError("rule")))
        .ignoreRateLimits()
        .classifier(failure -> {
          throw new AssertionError("rule");
        })
        .build();
    fail(breaker);
    assertCounted(breaker, 1, 1);
    succeed(breaker);
    assertCounted(breaker, 2, 1);
  }

  /** Resilience4j: a throwing predicate leaves an asynchronous call hanging. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void rulesThatThrowAnError_doNotHangAnAsynchronousCall() {
    CircuitBreaker breaker = builder()
        .failureIf(failure -> broken(new AssertionError("rule")))
        .failureIfResult(result -> broken(new AssertionError("rule")))
        .build();
    IOException down = new IOException("down");
    assertThat(breaker.callAsync(() -> Stages.failed(down))).isCompletedExceptionally();
    assertThat(breaker.callAsync(() -> Stages.of("v"))).isCompletedWithValue("v");
    assertCounted(breaker, 2, 1);
  }

  private static boolean broken(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void throttledResults_ifAsked_sayNothing() {
    CircuitBreaker asked = builder().ignoreRateLimits().build();
    asked.failed(begin(asked), Outcome.ofResult(429), Verdict.throttled(), Admission.UNKNOWN);
    assertCounted(asked, 0, 0);
    CircuitBreaker notAsked = builder().build();
    notAsked.failed(begin(notAsked), Outcome.ofResult(429), Verdict.throttled(), Admission.UNKNOWN);
    assertCounted(notAsked, 1, 1);
  }

  @Test
  void throttledResults_standingAlone_areRecognisedByTheClassifier() {
    Classifier results = new Classifier() {
      @Override
      public Verdict classify(Throwable failure) {
        return Verdict.noOpinion();
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        return Integer.valueOf(429).equals(result) ? Verdict.throttled() : Verdict.noOpinion();
      }
    };
    CircuitBreaker breaker = builder().ignoreRateLimits().classifier(results).build();
    breaker.call(() -> 429);
    assertCounted(breaker, 0, 0);
    breaker.call(() -> 200);
    assertCounted(breaker, 1, 0);
  }

  @Test
  void throttledFailure_thePolicyDoesNotRetry_saysNothingIfAsked() {
    CircuitBreaker breaker = builder().ignoreRateLimits().build();
    Retry retry = Retry.with(
        RetryPolicy.builder().retryOn(IOException.class).guard(breaker).build());
    RuntimeException limited = new RuntimeException("Rate limit exceeded"); // retry-ratelimit knows
    assertThatThrownBy(() -> retry.run(() -> {
          throw limited;
        }))
        .isSameAs(limited);
    assertCounted(breaker, 0, 0);
  }

  @Test
  void refusalAfterARealFailure_countsThatFailure() {
    CircuitBreaker breaker = builder().build();
    failWith(breaker, new AttemptRefusedException("limiter", "dry", null, new IOException("down")));
    assertCounted(breaker, 1, 1);
    failWith(
        breaker, new AttemptRefusedException("limiter", "dry", null, new CancellationException()));
    assertCounted(breaker, 1, 1);
  }

  @Test
  void channelClosedByAnInterrupt_saysNothing() {
    CircuitBreaker breaker = builder().build();
    failWith(breaker, new ClosedByInterruptException());
    assertCounted(breaker, 0, 0);
  }
}
