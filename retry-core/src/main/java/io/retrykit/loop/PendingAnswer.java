package io.retrykit.loop;

import io.retrykit.failure.Causes;
import io.retrykit.guard.Admission;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A guard's answer that comes later. Completes with a grant or a refusal, never exceptionally but by
 * {@link #abandon}; a grant that nobody waits for any more is given back.
 */
public final class PendingAnswer extends CompletableFuture<Admission> {
  private final Gate gate;
  private final int guard;

  PendingAnswer(Gate gate, int guard, Admission pending) {
    this.gate = gate;
    this.guard = guard;
    try {
      // not whenComplete: it wraps every failure anew
      pending.stage().handle((admission, failure) -> arrived(admission, failure));
    } catch (RuntimeException broken) {
      arrived(null, broken);
    }
  }

  /** Takes the answer, in whatever way it came. */
  private boolean arrived(@Nullable Admission admission, @Nullable Throwable failure) {
    Admission given;
    try {
      given = admission == null || failure != null
          ? gate.broken(
              guard,
              failure == null
                  ? new NullPointerException("the stage gave null")
                  : Causes.unwrap(failure))
          : admission;
      if (given.kind() == Admission.Kind.PENDING) {
        given = Admission.refused("its answer was another pending answer", Admission.UNKNOWN);
      }
    } catch (Throwable broken) { // a guard that cannot even fail: the caller must not wait for ever
      given = Admission.refused("the guard failed", Admission.UNKNOWN);
    }
    boolean inTime = complete(given);
    if (!inTime && given.isGranted()) {
      gate.released(guard, given);
    }
    return inTime;
  }

  /** It takes too long: the answer is a refusal. */
  public void giveUp() {
    complete(Admission.refused("no answer in time", Admission.UNKNOWN));
  }

  /** Nobody waits any more: what was or will be granted is given back. */
  public void abandon() {
    if (!cancel(false) && !isCompletedExceptionally() && join().isGranted()) {
      gate.released(guard, join());
    }
  }
}
