package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import org.junit.jupiter.api.Test;

/** Somebody looks while something happens. */
class SnapshotMomentTest {
  private Runnable meanwhile = () -> {};

  /** SPEC 22.1: a closed breaker has not counted what opens it. */
  @Test
  void snapshot_whileTheBreakerOpens_isOfOneMoment() {
    CircuitBreaker breaker = CircuitBreaker.builder("claude")
        .consecutiveFailures(1)
        .timebase(new Interrupted())
        .build();
    Admission grant = ByHand.admit(breaker);
    meanwhile = () -> ByHand.fail(breaker, grant, Admission.UNKNOWN);

    CircuitSnapshot seen = breaker.snapshot();
    assertThat(seen.state()).isEqualTo(CircuitState.OPEN);
    assertThat(seen.failed()).isEqualTo(1);
  }

  /** A clock; while it is read something else happens, once. */
  private final class Interrupted implements Timebase {
    private final VirtualTimebase time = VirtualTimebase.manual();

    @Override
    public long nanos() {
      Runnable now = meanwhile;
      meanwhile = () -> {};
      now.run();
      return time.nanos();
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
      time.sleep(nanos);
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      return time.schedule(delayNanos, task);
    }
  }
}
