package io.retrykit.loop;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryEvent;
import io.retrykit.time.Nanos;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt's way past the guards. It blocks nowhere: {@link #next} says what has to be waited for, and the driver
 * waits in its own way and asks again. One thread at a time; a driver that changes threads publishes it safely.
 */
public final class Passage {
  /** A refusal that says "now" must not become a hot loop. */
  private static final long SHORTEST_WAIT = 1_000_000L;

  private final Plan plan;
  private final Gate gate;
  private final long start;
  private final int attempt;
  private final Admission[] granted;
  private AdmissionRequest request;
  private @Nullable Admission answered; // by the guard to be asked next, before this began
  private @Nullable PendingAnswer pending;
  private int guard; // the one to be asked next, or the one that is waited for
  private boolean holds; // that one has granted, from a later moment on
  private boolean stale; // time has passed since the request was made
  private long pauseNanos;
  private int refusedBy;
  private Admission refusal = Admission.granted();

  /** What has to happen before the attempt may begin. */
  public enum Step {
    /** Nothing: all have granted. */
    THROUGH,
    /** A pause of {@link #pauseNanos}. */
    PAUSE,
    /** The {@link #pending} answer, for no longer than {@link #patience}. */
    ANSWER,
    /** The attempt must not be made; those that had granted have been told. */
    REFUSED
  }

  /**
   * Begins where others left off.
   *
   * @param granted what those before the next guard have granted; written to from now on
   * @param guard the next guard
   * @param answered what it has answered, if it has been asked
   */
  Passage(
      Plan plan,
      Gate gate,
      AdmissionRequest request,
      long start,
      Admission[] granted,
      int guard,
      @Nullable Admission answered) {
    this.plan = plan;
    this.gate = gate;
    this.request = request;
    this.attempt = request.attempt();
    this.start = start;
    this.granted = granted;
    this.guard = guard;
    this.answered = answered;
  }

  /**
   * Goes on as far as possible, what was asked for last being over.
   *
   * @throws Error if a guard throws one; those that had granted have been told
   */
  public Step next() {
    boolean settled = false;
    try {
      Step step = proceed();
      settled = true;
      return step;
    } finally {
      if (!settled) {
        release();
      }
    }
  }

  private Step proceed() {
    Admission answer = takePending();
    if (answer == null && holds) {
      passed();
    }
    while (guard < granted.length) {
      stale |= answer != null;
      Admission given = answer == null ? ask() : answer;
      answer = null;
      if (given.kind() == Admission.Kind.PENDING) {
        pending = new PendingAnswer(gate, guard, given);
        return Step.ANSWER;
      }
      granted[guard] = given;
      if (!given.isGranted()) {
        return refused(given);
      }
      if (given.waitNanos() == 0) {
        passed();
      } else {
        holds = true;
        if (plan.isTooLong(given.waitNanos(), start)) {
          return tooLong(given);
        }
        stale = true;
        pauseNanos = given.waitNanos();
        return Step.PAUSE;
      }
    }
    return Step.THROUGH;
  }

  private @Nullable Admission takePending() {
    PendingAnswer answer = pending;
    pending = null;
    return answer == null ? null : answer.join();
  }

  private Admission ask() {
    if (stale && plan.hasDeadline()) {
      request = request.at(attempt, plan.remaining(start));
    }
    stale = false;
    Admission known = answered;
    answered = null;
    return known == null ? gate.ask(guard, request) : known;
  }

  /** The guard has granted, and its time has come. */
  private void passed() {
    guard++;
    holds = false;
  }

  private Step tooLong(Admission late) {
    holds = false;
    gate.released(guard, late);
    long wait = late.waitNanos();
    return refused(Admission.refused("its wait of " + Nanos.text(wait) + " is too long", wait));
  }

  /** One has refused: those before it are told, and it is the end, or the whole way begins anew after a pause. */
  private Step refused(Admission answer) {
    refusal = answer;
    refusedBy = guard;
    release();
    if (plan.listeners.want(RetryEvent.Type.REFUSED)) {
      String detail = gate.name(refusedBy) + ": " + answer.reason();
      plan.listeners.tell(
          RetryEvent.refused(plan.policy, attempt, answer.retryAfterNanos(), detail));
    }
    long wait = Math.max(SHORTEST_WAIT, answer.retryAfterNanos());
    boolean mayWait = plan.policy.waitWhenRefused() && answer.retryAfterNanos() >= 0;
    if (!mayWait || wait >= plan.remaining(start)) {
      return Step.REFUSED;
    }
    stale = true;
    pauseNanos = wait;
    return Step.PAUSE;
  }

  /** Returns how long the pause is that has to be made. */
  public long pauseNanos() {
    return pauseNanos;
  }

  /** Returns the answer that has to be waited for. */
  public PendingAnswer pending() {
    return Objects.requireNonNull(pending, "nothing is pending");
  }

  /** Returns how long an answer may be waited for, in nanoseconds. */
  public long patience() {
    return plan.patience(start);
  }

  /** Nobody wants the attempt any more: gives back what was granted, and what will be. */
  public void abandon() {
    PendingAnswer answer = pending;
    pending = null;
    if (answer != null) {
      answer.abandon();
    }
    release();
  }

  private void release() {
    int count = holds ? guard + 1 : guard;
    guard = 0;
    holds = false;
    gate.released(granted, count);
  }

  /** Returns what the guards have granted. */
  public Object granted() {
    return granted;
  }

  /** Returns which guard has refused. */
  int refusedBy() {
    return refusedBy;
  }

  /** Returns what it answered. */
  Admission refusal() {
    return refusal;
  }
}
