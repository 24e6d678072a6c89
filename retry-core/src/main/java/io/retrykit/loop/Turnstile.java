package io.retrykit.loop;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.StopReason;
import org.jspecify.annotations.Nullable;

/** Gets an attempt past the guards, or ends its call: refused, or interrupted while it waited. Stateless. */
final class Turnstile {
  private final Gate gate;
  private final Entrance entrance;
  private final Course course;

  Turnstile(Plan plan, Gate gate, Course course) {
    this.gate = gate;
    this.entrance = new Entrance(plan, gate);
    this.course = course;
  }

  /**
   * Returns what the guards granted.
   *
   * @param firstAnswer the first guard's answer, if it has been asked
   */
  Object enter(
      AdmissionRequest request,
      long start,
      @Nullable CallState state,
      @Nullable Admission firstAnswer) {
    try {
      return firstAnswer == null
          ? entrance.enter(request, start)
          : entrance.enterSlowly(request, start, firstAnswer);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      CallState ended = state == null ? new CallState() : state;
      course.giveBack(ended);
      throw Sneaky.raise(course.interrupted(ended, interrupt));
    } catch (Entrance.RefusedException refused) {
      CallState ended = state == null ? new CallState() : state;
      course.giveBack(ended);
      throw refused(refused, ended);
    }
  }

  private RuntimeException refused(Entrance.RefusedException refused, CallState state) {
    Throwable last = state.log.last();
    AttemptRefusedException exception = gate.refusal(refused.guard, refused.refusal, last);
    state.reason = StopReason.REFUSED;
    state.detail = exception.guard() + ": " + refused.refusal.reason();
    course.tellGaveUp(state);
    state.log.attachTo(exception, last);
    return exception;
  }
}
