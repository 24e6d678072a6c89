package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import io.retrykit.testing.Sequences;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Failsafe's breaker beside ours where failures among the last calls are counted: the same states and counts after every step.
 * It reads the machine's clock, so both stay open until they are made half-open by hand. SPEC 22.2, SPEC 22.7, SPEC 22.8.
 */
class FailsafePeerTest {
  private static final Duration FOR_LONG = Duration.ofDays(1);

  @Test
  void everyStep_leavesWhatFailsafeLeaves() {
    Map<CircuitState, Integer> seen = new EnumMap<>(CircuitState.class);
    int played = Sequences.play(1_000, random -> new Trace(random, seen).play(100));
    System.out.printf("beside Failsafe: %d traces, states after each step: %s%n", played, seen);
    if (played > 1) {
      assertThat(seen).as("states that were compared").hasSize(3);
    }
  }

  /** A success that began before the break tells nothing of the service's state now. */
  @Test
  void staleSuccess_whileTheProbeIsOut_closesTheirsAlone() {
    dev.failsafe.CircuitBreaker<Object> theirs = dev.failsafe.CircuitBreaker.builder()
        .withFailureThreshold(1)
        .withDelay(FOR_LONG)
        .build();
    CircuitBreaker ours = CircuitBreaker.builder("ours").consecutiveFailures(1).build();
    theirs.tryAcquirePermit();
    Admission stale = ours.admit(Calls.REQUEST);
    theirs.open();
    ours.open();
    theirs.halfOpen();
    ours.halfOpen();
    theirs.tryAcquirePermit();
    ours.admit(Calls.REQUEST);

    theirs.recordSuccess();
    PeerOutcome.OK.tell(ours, stale.lease(), 0);

    assertThat(theirs.getState()).isEqualTo(dev.failsafe.CircuitBreaker.State.CLOSED);
    assertThat(ours.state()).isEqualTo(CircuitState.HALF_OPEN);
  }

  /** One trace. Outcomes of an earlier state are told to ours alone, which has to stay as it is. */
  private static final class Trace {
    private final Random random;
    private final int failures;
    private final int calls;
    private final int successes;
    private final int probes;
    private final dev.failsafe.CircuitBreaker<Object> theirs;
    private final CircuitBreaker ours;
    private final PeerLeases leases;
    private final Map<CircuitState, Integer> seen;

    Trace(Random random, Map<CircuitState, Integer> seen) {
      this.random = random;
      this.seen = seen;
      this.leases = new PeerLeases(random);
      this.calls = 1 + random.nextInt(random.nextBoolean() ? 5 : 100);
      this.failures = random.nextBoolean() ? calls : 1 + random.nextInt(calls);
      this.probes = 1 + random.nextInt(6);
      this.successes = 1 + random.nextInt(probes);
      this.theirs = dev.failsafe.CircuitBreaker.builder()
          .withFailureThreshold(failures, calls)
          .withSuccessThreshold(successes, probes)
          .withDelay(FOR_LONG)
          .build();
      this.ours = CircuitBreaker.builder("ours")
          .failures(failures, calls)
          .probes(probes)
          .successThreshold(successes)
          .openTime(FOR_LONG)
          .build();
    }

    void play(int operations) {
      int failuresInTen = 1 + random.nextInt(9);
      for (int i = 0; i < operations; i++) {
        CircuitState before = ours.state();
        int kind = random.nextInt(100);
        if (kind < 3) {
          theirs.open();
          ours.open();
          leases.outdate();
        } else if (before == CircuitState.OPEN && kind < 30) {
          theirs.halfOpen();
          ours.halfOpen();
        } else if (before != CircuitState.CLOSED && kind < 35) { // theirs does not forget if closed already
          theirs.close();
          ours.reset();
        } else if (kind < 60) {
          acquire();
        } else if (kind < 95) {
          report(random.nextInt(10) < failuresInTen ? PeerOutcome.FAIL : PeerOutcome.OK);
        } else {
          leases.tellPast(ours, PeerOutcome.FAIL, 0);
          leases.tellPast(ours, PeerOutcome.OK, 0);
        }
        if (ours.state() != before) {
          leases.outdate();
        }
        compare();
      }
    }

    private void acquire() {
      Admission answer = ours.admit(Calls.REQUEST);
      CircuitSnapshot now = ours.snapshot();
      boolean allProbesBegun =
          now.state() == CircuitState.HALF_OPEN && now.calls() + leases.held() == probes;
      // theirs lets others begin instead of those that have ended, more than are needed in all
      boolean granted = !allProbesBegun && theirs.tryAcquirePermit();
      assertThat(answer.isGranted()).as(this::toString).isEqualTo(granted);
      if (granted) {
        leases.add(answer.lease(), 0);
      }
    }

    private void report(PeerOutcome outcome) {
      if (leases.held() == 0) {
        acquire();
      }
      if (leases.held() > 0) {
        if (outcome == PeerOutcome.FAIL) {
          theirs.recordFailure();
        } else {
          theirs.recordSuccess();
        }
        leases.end(leases.any(), ours, outcome, 0);
      }
    }

    private void compare() {
      CircuitSnapshot now = ours.snapshot();
      assertThat(now.state().name()).as(this::toString).isEqualTo(theirs.getState().name());
      assertThat(now.failed()).as(this::toString).isEqualTo(theirs.getFailureCount());
      assertThat(now.calls()).as(this::toString).isEqualTo(theirs.getExecutionCount());
      seen.merge(now.state(), 1, Integer::sum);
    }

    @Override
    public String toString() {
      return failures + " failures of " + calls + ", " + successes + " successes of " + probes;
    }
  }
}
