package io.retrykit.circuitbreaker;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands before a guard and writes down what it is asked and told: {@code "breaker asked", "breaker failed"}. */
record Witness(String name, Guard guard, List<String> seen) implements Guard {
  static Guard of(String name, Guard guard, List<String> seen) {
    return new Witness(name, guard, seen);
  }

  private void write(String what) {
    seen.add(name + ' ' + what);
  }

  @Override
  public Admission admit(AdmissionRequest request) {
    Admission answer = guard.admit(request);
    write(answer.isGranted() ? "asked" : "refused");
    return answer;
  }

  @Override
  public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
    write("succeeded");
    guard.succeeded(lease, result, nanos);
  }

  @Override
  public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
    write("failed");
    guard.failed(lease, outcome, verdict, nanos);
  }

  @Override
  public void abandoned(@Nullable Object lease) {
    write("abandoned");
    guard.abandoned(lease);
  }

  @Override
  public void released(@Nullable Object lease) {
    write("released");
    guard.released(lease);
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
