package io.retrykit.circuitbreaker;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.net.ConnectException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call, driven by events where {@code Retry} blocks, so that one thread can have thousands under way. Breaker,
 * budget, backoff and random numbers are the policy's own, asked and told in the order the real loop keeps;
 * {@link OutageCallTest} holds the two against each other.
 */
final class OutageCall {
  static final Duration ANSWER_TAKES = Duration.ofMillis(50);
  static final Duration REFUSAL_TAKES = Duration.ofMillis(5);
  private static final Outcome DOWN = Outcome.ofFailure(new ConnectException("nobody there"));

  private final RetryPolicy policy;
  private final FrailServer server;
  private final Consumer<Boolean> whenEnded;
  private final Timebase time;
  private final @Nullable Guard guard;
  private final @Nullable RetryBudget budget;
  private AdmissionRequest request;
  private @Nullable AdmissionRequest unspent;
  private long taken;
  private long pause;

  /**
   * Makes a call that has not begun.
   *
   * @param policy with one guard at most, no deadline, and what else it says of attempts, backoff and budget
   * @param whenEnded is told whether the call succeeded
   */
  OutageCall(RetryPolicy policy, FrailServer server, Consumer<Boolean> whenEnded) {
    this.policy = policy;
    this.server = server;
    this.whenEnded = whenEnded;
    this.time = policy.timebase();
    this.guard = policy.guards().isEmpty() ? null : policy.guards().get(0);
    this.budget = policy.budget().orElse(null);
    this.request = AdmissionRequest.first(policy.name(), 1, Nanos.FOREVER);
  }

  /** Makes an attempt: the first one, or the next. */
  void attempt() {
    Admission answer = guard == null ? Admission.granted() : guard.admit(request);
    if (!answer.isGranted()) {
      if (budget != null && unspent != null) {
        budget.returned(unspent, taken);
      }
      whenEnded.accept(false);
      return;
    }
    unspent = null;
    boolean answered = server.answers();
    time.schedule(
        (answered ? ANSWER_TAKES : REFUSAL_TAKES).toNanos(),
        answered ? () -> succeeded(answer.lease()) : () -> failed(answer.lease()));
  }

  private void succeeded(@Nullable Object lease) {
    if (guard != null) {
      guard.succeeded(lease, "answer", Admission.UNKNOWN);
    }
    if (budget != null) {
      budget.succeeded(request, taken);
    }
    whenEnded.accept(true);
  }

  private void failed(@Nullable Object lease) {
    if (guard != null) {
      guard.failed(lease, DOWN, Verdict.retry(), Admission.UNKNOWN);
    }
    if (budget != null) {
      budget.failed(request, DOWN, Verdict.retry());
    }
    int attempt = request.attempt();
    if (attempt < policy.maxAttempts()) {
      pause = policy.backoff().nanos(attempt, pause, policy.random());
      if (mayRetry()) {
        unspent = request;
        request = request.at(attempt + 1, Nanos.FOREVER);
        time.schedule(pause, this::attempt);
        return;
      }
    }
    whenEnded.accept(false);
  }

  private boolean mayRetry() {
    if (budget == null) {
      return true;
    }
    long got = budget.acquire(request, DOWN, Verdict.retry());
    taken = got == RetryBudget.REFUSED ? taken : got;
    return got != RetryBudget.REFUSED;
  }
}
