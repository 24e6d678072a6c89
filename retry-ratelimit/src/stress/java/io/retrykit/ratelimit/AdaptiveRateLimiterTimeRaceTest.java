package io.retrykit.ratelimit;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * SPEC 21.3 while the clock moves on: what changes the state is in one order, at the moments that were read. What only
 * looks is left out, for it may have seen a later moment before an earlier one is written down.
 */
@Tag("stress")
@Param(name = "cost", gen = IntGen.class, conf = "1:2")
public class AdaptiveRateLimiterTimeRaceTest {
  private final ManualTime time = new ManualTime();
  private final AdaptiveRateLimiter limiter =
      AdaptiveRateLimiter.builder().timebase(time).build();

  /** It has been throttled, so that from here on every use changes the state. */
  public AdaptiveRateLimiterTimeRaceTest() {
    limiter.update(false, 4);
    time.move(Duration.ofSeconds(1).toNanos());
    limiter.update(true, 1);
  }

  @Operation
  public long tryAcquire(@Param(name = "cost") int cost) {
    return limiter.tryAcquire(cost);
  }

  @Operation
  public void succeed(@Param(name = "cost") int cost) {
    limiter.update(false, cost);
  }

  @Operation
  public void throttle(@Param(name = "cost") int cost) {
    limiter.update(true, cost);
  }

  @Operation
  public void move() {
    time.move(Duration.ofMillis(700).toNanos());
  }

  @Test
  void changes_whileTimePasses_areInOneOrder() {
    Races.check(AdaptiveRateLimiterTimeRaceTest.class);
  }
}
