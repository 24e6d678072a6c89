package io.retrykit.loop;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Gets an attempt past the guards on the calling thread: waits where a guard asks for it, within the deadline. */
final class Entrance {
  /** A refusal that says "now" must not become a hot loop. */
  private static final long SHORTEST_WAIT = 1_000_000L;

  private final Plan plan;
  private final RetryPolicy policy;
  private final Gate gate;

  Entrance(Plan plan, Gate gate) {
    this.plan = plan;
    this.policy = plan.policy;
    this.gate = gate;
  }

  /**
   * Returns what the guards granted.
   *
   * @throws RefusedException if one refused; the ones before it have been told
   * @throws InterruptedException if the thread was interrupted while it waited; all have been told
   */
  Object enter(AdmissionRequest request, long startNanos) throws InterruptedException {
    if (gate.size() == 1) {
      Admission admission = gate.askFirst(request);
      if (admission.isGranted() && admission.waitNanos() == 0) {
        return admission; // the healthy path: nothing allocated, no clock
      }
      return enterSlowly(request, startNanos, admission);
    }
    return enterSlowly(request, startNanos, null);
  }

  /** As {@link #enter}, where the first guard's answer is known already. */
  Object enterSlowly(AdmissionRequest request, long startNanos, @Nullable Admission firstAnswer)
      throws InterruptedException {
    @Nullable Admission answer = firstAnswer;
    for (AdmissionRequest now = request;
        ;
        now = request.at(request.attempt(), plan.remaining(startNanos))) {
      Admission[] granted = new Admission[gate.size()];
      int refused = askAll(now, startNanos, granted, answer);
      if (refused < 0) {
        return granted;
      }
      answer = null;
      Admission refusal = granted[refused];
      tellRefused(request.attempt(), refused, refusal);
      long wait = Math.max(SHORTEST_WAIT, refusal.retryAfterNanos());
      boolean mayWait = policy.waitWhenRefused() && refusal.retryAfterNanos() >= 0;
      if (!mayWait || wait >= plan.remaining(startNanos)) {
        throw new RefusedException(refused, refusal);
      }
      policy.timebase().sleep(wait);
    }
  }

  /** Asks all guards; returns the index of the one that refused, its answer in its slot, or -1. */
  private int askAll(
      AdmissionRequest request,
      long startNanos,
      Admission[] granted,
      @Nullable Admission firstAnswer)
      throws InterruptedException {
    AdmissionRequest now = request;
    for (int i = 0; i < granted.length; i++) {
      boolean settled = false;
      try {
        Admission answer = i == 0 && firstAnswer != null ? firstAnswer : gate.ask(i, now);
        boolean waits = !answer.isGranted() || answer.waitNanos() > 0;
        granted[i] = waits ? settle(i, answer, startNanos) : answer;
        settled = true;
        if (!granted[i].isGranted()) {
          gate.released(granted, i);
          return i;
        }
        if (waits && plan.hasDeadline()) {
          now = request.at(request.attempt(), plan.remaining(startNanos));
        }
      } finally {
        if (!settled) { // interrupted, or an Error
          gate.released(granted, i);
        }
      }
    }
    return -1;
  }

  /** Turns an answer into a plain grant or a refusal, waiting if need be. */
  private Admission settle(int i, Admission answer, long startNanos) throws InterruptedException {
    Admission decided = answer.kind() == Admission.Kind.PENDING
        ? await(i, answer, plan.patience(startNanos))
        : answer;
    long wait = decided.waitNanos();
    if (!decided.isGranted() || wait == 0) {
      return decided;
    }
    if (wait >= plan.patience(startNanos)) {
      gate.released(i, decided);
      return Admission.refused("its wait of " + Nanos.text(wait) + " is too long", wait);
    }
    boolean waited = false;
    try {
      policy.timebase().sleep(wait);
      waited = true;
    } finally {
      if (!waited) {
        gate.released(i, decided);
      }
    }
    return decided;
  }

  private Admission await(int i, Admission pending, long patienceNanos)
      throws InterruptedException {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    try {
      pending.stage().whenComplete((admission, failure) -> answered(i, answer, admission, failure));
    } catch (RuntimeException broken) {
      answered(i, answer, null, broken);
    }
    Runnable giveUp = () -> answer.completeExceptionally(new TimeoutException());
    Timebase.Scheduled timeout = policy.timebase().schedule(Math.max(0, patienceNanos), giveUp);
    try {
      Admission given = answer.get();
      return given.kind() == Admission.Kind.PENDING
          ? Admission.refused("its answer was another pending answer", Admission.UNKNOWN)
          : given;
    } catch (ExecutionException late) {
      return Admission.refused("no answer in time", Admission.UNKNOWN);
    } catch (InterruptedException interrupted) {
      boolean tooLate = answer.cancel(false) || answer.isCompletedExceptionally();
      if (!tooLate && answer.join().isGranted()) {
        gate.released(i, answer.join()); // came between the interrupt and here
      }
      throw interrupted;
    } finally {
      timeout.cancel();
    }
  }

  /** Takes an answer that came later, in whatever way it came; a grant that nobody waits for any more is given back. */
  private void answered(
      int i,
      CompletableFuture<Admission> answer,
      @Nullable Admission admission,
      @Nullable Throwable failure) {
    Admission given;
    try {
      given = admission == null || failure != null
          ? gate.broken(
              i, failure == null ? new NullPointerException("the stage gave null") : failure)
          : admission;
    } catch (Throwable broken) { // a guard that cannot even fail: the caller must not wait for ever
      given = Admission.refused("the guard failed", Admission.UNKNOWN);
    }
    if (!answer.complete(given) && given.isGranted()) {
      gate.released(i, given);
    }
  }

  private void tellRefused(int attempt, int guard, Admission refusal) {
    if (plan.listeners.want(RetryEvent.Type.REFUSED)) {
      String detail = gate.name(guard) + ": " + refusal.reason();
      plan.listeners.tell(RetryEvent.refused(policy, attempt, refusal.retryAfterNanos(), detail));
    }
  }

  /** A guard refused, and nobody waits. Stays inside the loop, which makes the user's exception. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final transient int guard;
    final transient Admission refusal;

    RefusedException(int guard, Admission refusal) {
      super(null, null, false, false);
      this.guard = guard;
      this.refusal = refusal;
    }
  }
}
