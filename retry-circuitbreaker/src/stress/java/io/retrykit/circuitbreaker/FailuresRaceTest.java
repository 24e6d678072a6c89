package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 22.2, 22.8: at one moment all that happens to a breaker that counts failures is in one order. */
@Tag("stress")
@Param(name = "thread", gen = ThreadIdGen.class)
public class FailuresRaceTest {
  private final Traffic traffic = new Traffic(CircuitBreaker.builder("raced")
      .failures(2, 3)
      .timebase(new FrozenTime())
      .build());

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
  public void reset() {
    traffic.breaker.reset();
  }

  @Operation
  public String look() {
    return traffic.look();
  }

  @Test
  void operations_onCountedFailures_areInOneOrder() {
    Races.check(FailuresRaceTest.class);
  }
}
