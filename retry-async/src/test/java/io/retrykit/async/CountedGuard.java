package io.retrykit.async;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what a guard grants, and which end each grant is told. Throws nothing itself: a second end is counted apart. */
final class CountedGuard implements Guard {
  final AtomicInteger granted = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
  final AtomicInteger succeeded = new AtomicInteger();
  final AtomicInteger failed = new AtomicInteger();
  final AtomicInteger abandoned = new AtomicInteger();
  final AtomicInteger released = new AtomicInteger();
  final AtomicInteger toldAgain = new AtomicInteger();
  private final Guard guard;

  CountedGuard(Guard guard) {
    this.guard = guard;
  }

  /** One grant, and whether its end was told. */
  private static final class Lease {
    final @Nullable Object theirs;
    final AtomicInteger ends = new AtomicInteger();

    Lease(@Nullable Object theirs) {
      this.theirs = theirs;
    }
  }

  /** Returns how many grants were told their end. */
  int ends() {
    return succeeded.get() + failed.get() + abandoned.get() + released.get();
  }

  /** Returns how many attempts were begun under a grant and have ended. */
  int begun() {
    return ends() - released.get();
  }

  @Override
  public String name() {
    return guard.name();
  }

  @Override
  public Admission admit(AdmissionRequest request) {
    Admission answer = guard.admit(request);
    if (!answer.isGranted()) {
      refused.incrementAndGet();
      return answer;
    }
    granted.incrementAndGet();
    return Admission.grantedAfter(new Lease(answer.lease()), answer.waitNanos());
  }

  private @Nullable Object end(@Nullable Object lease, AtomicInteger how) {
    Lease ours = (Lease) lease;
    if (ours == null || ours.ends.getAndIncrement() > 0) {
      toldAgain.incrementAndGet();
    }
    how.incrementAndGet();
    return ours == null ? null : ours.theirs;
  }

  @Override
  public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
    guard.succeeded(end(lease, succeeded), result, nanos);
  }

  @Override
  public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
    guard.failed(end(lease, failed), outcome, verdict, nanos);
  }

  @Override
  public void abandoned(@Nullable Object lease) {
    guard.abandoned(end(lease, abandoned));
  }

  @Override
  public void released(@Nullable Object lease) {
    guard.released(end(lease, released));
  }

  @Override
  public boolean timed() {
    return guard.timed();
  }

  @Override
  public AttemptRefusedException refusal(Admission refusal, @Nullable Throwable lastFailure) {
    return guard.refusal(refusal, lastFailure);
  }
}
