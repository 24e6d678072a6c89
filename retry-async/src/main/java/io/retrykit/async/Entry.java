package io.retrykit.async;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.Gate;
import io.retrykit.loop.Passage;
import org.jspecify.annotations.Nullable;

/** Gets the attempts of calls past the guards, or into the wait for one. Stateless. */
final class Entry {
  private Entry() {}

  /** Asks the guards; returns what they granted, or null if the call waits for them, or is over. */
  static @Nullable Object enter(AsyncCall<?> call, AdmissionRequest request, long start) {
    try {
      Gate gate = call.engine().gate();
      Admission first = null;
      if (gate.size() == 1) {
        first = gate.askFirst(request);
        if (first.isGranted() && first.waitNanos() == 0) {
          return first;
        }
      }
      return walk(call, call.engine().turnstile().begin(request, start, first));
    } catch (Throwable thrown) {
      throw call.engine().turnstile().broken(thrown, call.stateSoFar());
    }
  }

  /** Goes on where an attempt has come to; returns as {@link #enter} does. */
  static @Nullable Object pass(AsyncCall<?> call, Passage passage) {
    try {
      return walk(call, passage);
    } catch (Throwable thrown) {
      throw call.engine().turnstile().broken(thrown, call.stateSoFar());
    }
  }

  private static @Nullable Object walk(AsyncCall<?> call, Passage passage) {
    for (; ; ) {
      Passage.Step step = passage.next();
      if (step == Passage.Step.THROUGH) {
        return passage.granted();
      }
      if (step == Passage.Step.REFUSED) {
        call.fail(call.engine().turnstile().refused(passage, call.stateSoFar()));
        return null;
      }
      boolean forAnswer = step == Passage.Step.ANSWER;
      if (!forAnswer || !passage.pending().isDone()) {
        begin(call, passage, forAnswer);
        return null;
      }
    }
  }

  private static void begin(AsyncCall<?> call, Passage passage, boolean forAnswer) {
    GuardWait wait = new GuardWait(call, passage, forAnswer ? passage.pending() : null);
    if (!call.moveTo(wait)) {
      passage.abandon();
      call.dropped();
      return;
    }
    try {
      wait.begin(Math.max(0, forAnswer ? passage.patience() : passage.pauseNanos()));
    } catch (Throwable rejected) {
      if (call.leave(wait)) {
        passage.abandon();
        throw call.engine().course.driverFailed(call.state(), rejected);
      }
    }
  }
}
