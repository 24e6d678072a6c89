package io.retrykit.circuitbreaker;

import io.retrykit.call.Action;
import io.retrykit.call.Operation;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls through a breaker that stands alone, by the same protocol an engine keeps. */
final class Calls {
  static final AdmissionRequest REQUEST = AdmissionRequest.first("", 1, Nanos.FOREVER);

  private Calls() {}

  static <T extends @Nullable Object, E extends Exception> T call(
      CircuitBreaker breaker, Operation<T, E> operation) throws E {
    Objects.requireNonNull(operation, "operation");
    Object lease = enter(breaker);
    long start = start(breaker);
    T result;
    try {
      result = operation.call();
    } catch (Throwable failure) {
      breaker.failed(lease, Outcome.ofFailure(failure), Verdict.noOpinion(), took(breaker, start));
      throw failure;
    }
    breaker.succeeded(lease, result, took(breaker, start));
    return result;
  }

  static <E extends Exception> void run(CircuitBreaker breaker, Action<E> action) throws E {
    Objects.requireNonNull(action, "action");
    Object lease = enter(breaker);
    long start = start(breaker);
    try {
      action.run();
    } catch (Throwable failure) {
      breaker.failed(lease, Outcome.ofFailure(failure), Verdict.noOpinion(), took(breaker, start));
      throw failure;
    }
    breaker.succeeded(lease, null, took(breaker, start));
  }

  private static @Nullable Object enter(CircuitBreaker breaker) {
    Admission answer = breaker.admit(REQUEST);
    if (!answer.isGranted()) {
      throw breaker.refusal(answer, null);
    }
    return answer.lease();
  }

  static <T extends @Nullable Object> CompletableFuture<T> callAsync(
      CircuitBreaker breaker, Supplier<? extends CompletionStage<T>> operation) {
    Objects.requireNonNull(operation, "operation");
    Admission answer = breaker.admit(REQUEST);
    if (!answer.isGranted()) {
      return CompletableFuture.failedFuture(breaker.refusal(answer, null));
    }
    AsyncCall<T> call = new AsyncCall<>(breaker, answer.lease(), start(breaker));
    call.begin(operation);
    return call;
  }

  static long start(CircuitBreaker breaker) {
    return breaker.timed() ? breaker.settings.timebase.nanos() : 0;
  }

  static long took(CircuitBreaker breaker, long start) {
    return breaker.timed()
        ? Math.max(0, breaker.settings.timebase.nanos() - start)
        : Admission.UNKNOWN;
  }
}
