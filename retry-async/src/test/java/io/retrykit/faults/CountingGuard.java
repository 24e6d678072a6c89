package io.retrykit.faults;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lets everything through, and counts what is granted and what has ended. */
final class CountingGuard implements Guard {
  final AtomicLong granted = new AtomicLong();
  final AtomicLong ended = new AtomicLong();

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public Admission admit(AdmissionRequest request) {
    granted.incrementAndGet();
    return Admission.granted();
  }

  @Override
  public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
    ended.incrementAndGet();
  }

  @Override
  public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
    ended.incrementAndGet();
  }

  @Override
  public void abandoned(@Nullable Object lease) {
    ended.incrementAndGet();
  }
}
