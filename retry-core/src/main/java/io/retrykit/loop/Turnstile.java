package io.retrykit.loop;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.StopReason;
import io.retrykit.time.Timebase;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Gets attempts past the guards, or ends their call: refused, or interrupted while it waited. Stateless. */
public final class Turnstile {
  private final Plan plan;
  private final Gate gate;
  private final Course course;

  /** Makes it for one plan. */
  public Turnstile(Plan plan, Gate gate, Course course) {
    this.plan = plan;
    this.gate = gate;
    this.course = course;
  }

  /**
   * Returns the way past the guards of one attempt.
   *
   * @param firstAnswer the first guard's answer, if it has been asked
   */
  public Passage begin(AdmissionRequest request, long start, @Nullable Admission firstAnswer) {
    return new Passage(plan, gate, request, start, new Admission[gate.size()], 0, firstAnswer);
  }

  /** Ends a call whose attempt was refused. Returns the exception it ends with. */
  public RuntimeException refused(Passage passage, @Nullable CallState call) {
    CallState state = call == null ? new CallState() : call;
    course.giveBack(state);
    Throwable last = state.lastLogged();
    AttemptRefusedException exception = gate.refusal(passage.refusedBy(), passage.refusal(), last);
    state.reason = StopReason.REFUSED;
    state.detail = exception.guard() + ": " + passage.refusal().reason();
    course.tellGaveUp(state);
    state.attachHistory(exception, last);
    return exception;
  }

  /**
   * Ends a call because something was thrown on the way past the guards that is no answer of theirs, an {@code Error}
   * mostly: that is thrown, what was taken for the retry is given back, and the listeners hear of it. There is nothing to do
   * for one whose first attempt is not over, nor for one that has been ended already, whose exception this is.
   */
  public RuntimeException broken(Throwable thrown, @Nullable CallState state) {
    if (state == null || state.number() == 1 || state.reason != null) {
      throw Sneaky.raise(thrown);
    }
    throw course.driverFailed(state, thrown);
  }

  /** Waits on the calling thread until the guards have granted, and returns what. */
  Object enter(AdmissionRequest request, long start, @Nullable CallState state) {
    try {
      if (gate.size() > 1) {
        return enterByMany(request, start, state);
      }
      Admission answer = gate.askFirst(request);
      return answer.isGranted() && answer.waitNanos() == 0
          ? answer // the healthy path: nothing allocated, no clock
          : walk(begin(request, start, answer), state);
    } catch (Throwable thrown) {
      throw broken(thrown, state);
    }
  }

  /** As {@link #enter} for a first attempt, whose first guard has answered. */
  Object enterAfter(Admission firstAnswer, AdmissionRequest request, long start) {
    return walk(begin(request, start, firstAnswer), null);
  }

  /** As {@link #enter} for a first attempt, whose first guard has granted and whose second has answered. */
  Object enterAfter(Admission granted, Admission answer, AdmissionRequest request, long start) {
    Admission[] both = {granted, answer};
    return walk(new Passage(plan, gate, request, start, both, 1, answer), null);
  }

  /** As long as each grants at once, and what it granted before, nothing is allocated, and no clock is read. */
  private Object enterByMany(AdmissionRequest request, long start, @Nullable CallState state) {
    Admission[] granted = gate.usual();
    boolean own = false;
    int asked = 0;
    boolean settled = false;
    try {
      while (asked < granted.length) {
        Admission answer = gate.ask(asked, request);
        if (!answer.isGranted() || answer.waitNanos() != 0) {
          settled = true;
          Passage passage = new Passage(plan, gate, request, start, granted.clone(), asked, answer);
          return walk(passage, state);
        }
        if (granted[asked] != answer) {
          granted = own ? granted : granted.clone();
          own = true;
          granted[asked] = answer;
        }
        asked++;
      }
      settled = true;
    } finally {
      if (!settled) {
        gate.released(granted, asked);
      }
    }
    if (own) {
      gate.keepUsual(granted);
    }
    return granted;
  }

  private Object walk(Passage passage, @Nullable CallState state) {
    for (Passage.Step step = passage.next(); ; step = passage.next()) {
      switch (step) {
        case THROUGH -> {
          return passage.granted();
        }
        case REFUSED -> throw refused(passage, state);
        case PAUSE, ANSWER -> await(passage, step, state);
      }
    }
  }

  private void await(Passage passage, Passage.Step step, @Nullable CallState state) {
    try {
      if (step == Passage.Step.PAUSE) {
        plan.policy.timebase().sleep(passage.pauseNanos());
      } else {
        await(passage.pending(), passage.patience());
      }
    } catch (InterruptedException interrupt) {
      passage.abandon();
      Thread.currentThread().interrupt();
      CallState ended = state == null ? new CallState() : state;
      course.giveBack(ended);
      throw Sneaky.raise(course.interrupted(ended, interrupt));
    } catch (Throwable broken) { // no thread for a timer, or a time base that has been shut down
      passage.abandon();
      throw course.driverFailed(state == null ? new CallState() : state, broken);
    }
  }

  private void await(PendingAnswer answer, long patienceNanos) throws InterruptedException {
    Timebase.Scheduled timeout =
        plan.policy.timebase().schedule(Math.max(0, patienceNanos), answer::giveUp);
    try {
      answer.get();
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible);
    } finally {
      Timers.cancel(timeout);
    }
  }
}
