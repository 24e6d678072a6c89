package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.time.Nanos;
import java.io.IOException;
import java.util.Objects;

/**
 * The words the tests of the breaker are written in: calls made whole, which must not be refused, and calls whose end is
 * told later. Those of {@link io.retrykit.testing.Attempts} are any guard's, and may be refused.
 */
final class Attempts {
  private static final AdmissionRequest REQUEST = AdmissionRequest.first("key", 1, Nanos.FOREVER);

  private Attempts() {}

  static void succeed(CircuitBreaker breaker) {
    assertThat(breaker.<String, RuntimeException>call(() -> "v")).isEqualTo("v");
  }

  static void fail(CircuitBreaker breaker) {
    IOException down = new IOException("down");
    assertThatThrownBy(() -> breaker.call(() -> {
          throw down;
        }))
        .isSameAs(down);
  }

  static void fail(CircuitBreaker breaker, int times) {
    for (int i = 0; i < times; i++) {
      fail(breaker);
    }
  }

  static void succeed(CircuitBreaker breaker, int times) {
    for (int i = 0; i < times; i++) {
      succeed(breaker);
    }
  }

  /** Makes a call that fails with this. */
  static void failWith(CircuitBreaker breaker, Exception failure) {
    assertThatThrownBy(() -> breaker.call(() -> {
          throw failure;
        }))
        .isSameAs(failure);
  }

  /** Begins a call and returns its lease. */
  static Object begin(Guard breaker) {
    Admission answer = breaker.admit(REQUEST);
    assertThat(answer.isGranted()).as("%s", answer).isTrue();
    return Objects.requireNonNull(answer.lease());
  }

  /** Asks for a call that is refused, and returns the refusal. */
  static Admission refusal(Guard breaker) {
    Admission answer = breaker.admit(REQUEST);
    assertThat(answer.kind()).as("%s", answer).isEqualTo(Admission.Kind.REFUSED);
    return answer;
  }

  static void endWell(Guard breaker, Object lease) {
    breaker.succeeded(lease, "v", Admission.UNKNOWN);
  }

  static void endBadly(Guard breaker, Object lease) {
    breaker.failed(
        lease, Outcome.ofFailure(new IOException("down")), Verdict.noOpinion(), Admission.UNKNOWN);
  }
}
