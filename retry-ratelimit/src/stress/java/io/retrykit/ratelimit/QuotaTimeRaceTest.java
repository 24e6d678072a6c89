package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * SPEC 20.4 while the clock moves on: what is held and what could be drawn besides is never more than limit x time +
 * burst, in either dimension. Answers are not compared, as with {@link GcraStoreTimeRaceTest}.
 */
@Tag("stress")
@Param(name = "tokens", gen = IntGen.class, conf = "1:3")
@Param(name = "steps", gen = IntGen.class, conf = "1:3")
@Param(name = "thread", gen = ThreadIdGen.class)
public class QuotaTimeRaceTest {
  private static final long BURST = 3;
  private static final long NANOS_PER_REQUEST = 15;
  private static final long NANOS_PER_TOKEN = 10;

  private final ManualTime time = new ManualTime();
  private final Quota quota = Quota.builder()
      .dimension("requests", 1, Duration.ofNanos(NANOS_PER_REQUEST), request -> 1)
      .burst("requests", BURST)
      .dimension(Quota.TOKENS, 1, Duration.ofNanos(NANOS_PER_TOKEN), AdmissionRequest::cost)
      .burst(Quota.TOKENS, BURST)
      .timebase(time)
      .build();
  private final Held held = new Held();

  @Operation
  public void draw(@Param(name = "thread") int thread, @Param(name = "tokens") int tokens) {
    Admission answer = quota.admit(AdmissionRequest.first("key", tokens, 1));
    held.keep(thread, answer);
  }

  @Operation
  public void release(@Param(name = "thread") int thread) {
    quota.released(held.drop(thread));
  }

  @Operation
  public void move(@Param(name = "steps") int steps) {
    time.move(steps * NANOS_PER_TOKEN);
  }

  @Validate
  public void neverMoreThanLimitTimesTimePlusBurst() {
    check(0, "requests", NANOS_PER_REQUEST);
    check(1, Quota.TOKENS, NANOS_PER_TOKEN);
  }

  private void check(int dimension, String name, long nanosPerUnit) {
    long known = quota.available().getOrDefault(name, 0L);
    for (Object lease : held.all()) {
      known += ((QuotaLease) lease).amount(dimension);
    }
    Races.require(
        (known - BURST) * nanosPerUnit <= time.elapsed(),
        known + " " + name + " by " + time.elapsed());
  }

  @Test
  void draws_whileTimePasses_areAtMostLimitTimesTimePlusBurst() {
    Races.check(QuotaTimeRaceTest.class);
  }
}
