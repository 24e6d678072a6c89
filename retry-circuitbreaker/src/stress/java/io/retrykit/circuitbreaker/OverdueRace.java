package io.retrykit.circuitbreaker;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Calls under way that have just become slow, whatever the window: at the end as many are known as are, and if that is
 * too many, the breaker is open, whoever ended what meanwhile. Answers are not compared: between its end and its place
 * in the window a call is in neither, and others are granted while one sees that it is time to open.
 */
@Param(name = "thread", gen = ThreadIdGen.class)
public abstract class OverdueRace {
  private static final long SLOW = Duration.ofSeconds(8).toNanos();
  private static final long FAST = 1;

  private final WrappingTime time = new WrappingTime();
  private final Traffic traffic;

  /** Each of three threads has a call under way that is slow by now, which nobody has seen. */
  OverdueRace(UnaryOperator<CircuitBreakerBuilder> window) {
    this.traffic = new Traffic(window
        .apply(CircuitBreaker.builder("raced"))
        .minimumCalls(4)
        .slowCalls(Duration.ofNanos(SLOW), 50)
        .timebase(time)
        .build());
    for (int thread = 0; thread < 3; thread++) {
      traffic.acquire(thread);
    }
    time.move(SLOW + SLOW / 8);
  }

  @Operation
  public void acquireAndSucceed(@Param(name = "thread") int thread) {
    if (traffic.acquire(thread) == 0) {
      traffic.succeed(thread, FAST);
    }
  }

  @Operation
  public void succeed(@Param(name = "thread") int thread) {
    traffic.succeed(thread, SLOW + 1);
  }

  @Operation
  public void fail(@Param(name = "thread") int thread) {
    traffic.fail(thread, SLOW + 1);
  }

  @Operation
  public void abandon(@Param(name = "thread") int thread) {
    traffic.abandon(thread);
  }

  @Operation
  public void look() {
    traffic.look();
  }

  /** What is still held is overdue, and what is bad has opened the breaker. */
  @Validate
  public void whatIsBad_hasOpenedTheBreaker() {
    CircuitSnapshot seen = traffic.breaker.snapshot();
    if (seen.state() != CircuitState.CLOSED) {
      return;
    }
    Races.require(seen.overdue() == traffic.held.held(), seen + ": " + traffic.held.held());
    long now = time.nanos();
    if (traffic.breaker.admit(ByHand.REQUEST).isGranted()) {
      Counts counts = traffic.breaker.phase().counts(now);
      Races.require(
          !traffic.breaker.settings.tripRule.trips(
              counts.calls(), counts.failed(), counts.slow(), counts.overdue()),
          "closed with " + counts);
    }
  }
}
