package io.retrykit.ratelimit;

import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 21.3: at one moment all that happens to the rate and to what may be sent is in one order. */
@Tag("stress")
@Param(name = "cost", gen = IntGen.class, conf = "1:2")
@Param(name = "thread", gen = ThreadIdGen.class)
public class AdaptiveRateLimiterRaceTest {
  private final ManualTime time = new ManualTime();
  private final AdaptiveRateLimiter limiter =
      AdaptiveRateLimiter.builder().timebase(time).build();
  private final Held held = new Held();

  /** It has been throttled at about four a second, and has something to send by now. */
  public AdaptiveRateLimiterRaceTest() {
    limiter.update(false, 4);
    time.move(Duration.ofSeconds(1).toNanos());
    limiter.update(true, 1);
    time.move(Duration.ofSeconds(1).toNanos());
  }

  @Operation
  public long admit(@Param(name = "thread") int thread, @Param(name = "cost") int cost) {
    Admission answer = limiter.admit(AdmissionRequest.first("key", cost, Long.MAX_VALUE));
    held.keep(thread, answer);
    return answer.waitNanos();
  }

  @Operation
  public void succeed(@Param(name = "thread") int thread) {
    limiter.succeeded(held.drop(thread), "result", 0);
  }

  @Operation
  public void throttle(@Param(name = "thread") int thread) {
    limiter.failed(held.drop(thread), BudgetCalls.FAILURE, Verdict.throttled(), 0);
  }

  @Operation
  public void release(@Param(name = "thread") int thread) {
    limiter.released(held.drop(thread));
  }

  @Operation
  public long tryAcquire(@Param(name = "cost") int cost) {
    return limiter.tryAcquire(cost);
  }

  @Operation
  public AdaptiveRateLimiter.Snapshot snapshot() {
    return limiter.snapshot();
  }

  @Test
  void operations_atOneMoment_areInOneOrder() {
    Races.check(AdaptiveRateLimiterRaceTest.class);
  }
}
