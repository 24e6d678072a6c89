package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The calls that began within the same fraction of the slow-call threshold, as one lease: how many of them are under
 * way, and whether they are slow by now.
 */
final class Cohort extends Lease {
  private static final VarHandle RUNNING =
      Fields.handle(MethodHandles.lookup(), "running", int.class);
  private static final int OVERDUE = 1 << 30;
  private static final int FORGOTTEN = 1 << 29;
  private static final int COUNT = FORGOTTEN - 1;

  final Admission grant;
  private final Recording phase;
  private final InFlight owner;
  private volatile int running;

  /** Changed only if the clock is put back, with the window's lock held. */
  volatile long startNanos;

  /** The one that began after it; guarded by the window's lock. */
  @Nullable
  Cohort next;

  @SuppressWarnings("this-escape")
  Cohort(InFlight owner, Recording phase, long startNanos) {
    this.owner = owner;
    this.phase = phase;
    this.startNanos = startNanos;
    this.grant = Admission.granted(this);
  }

  @Override
  CircuitBreaker breaker() {
    return phase.breaker;
  }

  /** One more call begins, unless it would seem to have begun long ago. */
  boolean enter() {
    for (; ; ) {
      int before = running;
      if ((before & OVERDUE) != 0) {
        return false; // whoever looked the cohort up has not run since
      }
      if (RUNNING.compareAndSet(this, before, before + 1)) {
        return true;
      }
    }
  }

  private void leave() {
    for (; ; ) {
      int before = running;
      if ((before & COUNT) == 0) {
        return; // told twice
      }
      if (RUNNING.compareAndSet(this, before, before - 1)) {
        if (isOverdue(before)) {
          owner.addOverdue(-1);
        }
        return;
      }
    }
  }

  private static boolean isOverdue(int state) {
    return (state & (OVERDUE | FORGOTTEN)) == OVERDUE;
  }

  /** Returns how many of its calls are under way. */
  int running() {
    return running & COUNT;
  }

  /** Those of its calls that have not ended have become slow, and no other one begins; tells whether there are any. */
  boolean becomeOverdue() {
    int left = (int) RUNNING.getAndBitwiseOr(this, OVERDUE) & COUNT;
    owner.addOverdue(left);
    return left > 0;
  }

  /** Its calls will never be heard of again. */
  void forget() {
    int before = (int) RUNNING.getAndBitwiseOr(this, FORGOTTEN);
    if (isOverdue(before)) {
      owner.addOverdue(-(before & COUNT));
    }
  }

  @Override
  void succeeded(long nanos) {
    leave();
    phase.succeeded(nanos);
  }

  @Override
  void failed(long nanos) {
    leave();
    phase.failed(nanos);
  }

  @Override
  void neither() {
    leave();
  }
}
