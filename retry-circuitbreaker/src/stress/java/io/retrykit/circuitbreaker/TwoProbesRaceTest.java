package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 22.7, 22.8: the same with two probes, judged by the rate when both have ended. */
@Tag("stress")
@Param(name = "thread", gen = ThreadIdGen.class)
public class TwoProbesRaceTest {
  private final Traffic traffic = new Traffic(CircuitBreaker.builder("raced")
      .countWindow(2)
      .failureRate(60)
      .probes(2)
      .openTime(Duration.ofSeconds(1))
      .timebase(new FrozenTime())
      .build());

  private final Admission[] stale = new Admission[8];

  /** Each thread has a lease of the time before the breaker opened. */
  public TwoProbesRaceTest() {
    for (int i = 0; i < stale.length; i++) {
      stale[i] = ByHand.admit(traffic.breaker);
    }
    traffic.breaker.open();
    traffic.breaker.halfOpen();
  }

  @Operation
  public long acquire(@Param(name = "thread") int thread) {
    return traffic.acquire(thread);
  }

  @Operation
  public void succeed(@Param(name = "thread") int thread) {
    traffic.succeed(thread, Admission.UNKNOWN);
  }

  @Operation
  public void fail(@Param(name = "thread") int thread) {
    traffic.fail(thread, Admission.UNKNOWN);
  }

  @Operation
  public void abandon(@Param(name = "thread") int thread) {
    traffic.abandon(thread);
  }

  @Operation
  public void succeedLate(@Param(name = "thread") int thread) {
    ByHand.succeed(traffic.breaker, stale[thread], Admission.UNKNOWN);
  }

  @Operation
  public void failLate(@Param(name = "thread") int thread) {
    ByHand.fail(traffic.breaker, stale[thread], Admission.UNKNOWN);
  }

  @Operation
  public String look() {
    return traffic.look();
  }

  @Test
  void operations_whileTwoProbesAreLetThrough_areInOneOrder() {
    Races.check(TwoProbesRaceTest.class);
  }
}
