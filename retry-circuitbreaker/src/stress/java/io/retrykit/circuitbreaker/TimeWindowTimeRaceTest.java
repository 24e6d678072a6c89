package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * SPEC 22.3, from bucket to bucket: no outcome is lost or counted twice where one bucket ends, and where successes cease
 * to be counted apart. One order cannot be asked for: a call belongs to the bucket of the moment that was read.
 */
@Tag("stress")
@Param(name = "thread", gen = ThreadIdGen.class)
public class TimeWindowTimeRaceTest {
  private final WrappingTime time = new WrappingTime();
  private final Traffic traffic = new Traffic(CircuitBreaker.builder("raced")
      .timeWindow(Duration.ofSeconds(100), 100)
      .minimumCalls(1_000) // which never come
      .timebase(time)
      .build());

  @Operation
  public void acquireAndSucceed(@Param(name = "thread") int thread) {
    traffic.acquire(thread);
    traffic.succeed(thread, Admission.UNKNOWN);
  }

  @Operation
  public void acquireAndFail(@Param(name = "thread") int thread) {
    traffic.acquire(thread);
    traffic.fail(thread, Admission.UNKNOWN);
  }

  @Operation
  public void nextBucket() {
    time.move(Duration.ofSeconds(1).toNanos());
  }

  @Operation
  public void look() {
    traffic.look();
  }

  /** All of them, once. */
  @Validate
  public void everyOutcome_isCountedOnce() {
    CircuitSnapshot seen = traffic.breaker.snapshot();
    Races.require(
        seen.calls() == traffic.held.calls() && seen.failed() == traffic.held.failed(),
        "counted: " + seen + ", told: " + traffic.held.calls());
  }

  @Test
  void outcomes_fromBucketToBucket_areCountedOnce() {
    Races.check(TimeWindowTimeRaceTest.class);
  }
}
