package io.retrykit.ratelimit;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 19.7 while the clock moves on. */
@Tag("stress")
@Param(name = "nanos", gen = IntGen.class, conf = "1:12")
@Param(name = "thread", gen = ThreadIdGen.class)
public class PrepaidStoreTimeRaceTest {
  private static final long NANOS_PER_PERMIT = 10;
  private static final long BURST = 4;

  private final ManualTime time = new ManualTime();
  private final PrepaidStore store =
      new PrepaidStore(Rate.of(1, Duration.ofNanos(NANOS_PER_PERMIT)), BURST, 2, 0, time);
  private final Held held = new Held();

  @Operation
  public void take(@Param(name = "thread") int thread) {
    held.keep(thread, store.take("key", 1, 0));
  }

  @Operation
  public void giveBack(@Param(name = "thread") int thread) {
    store.giveBack("key", held.drop(thread));
  }

  @Operation
  public void move(@Param(name = "nanos") int nanos) {
    time.move(nanos);
  }

  @Validate
  public void neverMoreThanRateTimesTimePlusBurst() {
    long known = held.all().size() + store.available();
    Races.require(
        (known - BURST) * NANOS_PER_PERMIT <= time.elapsed(),
        known + " permits by " + time.elapsed());
  }

  @Test
  void permits_whileTimePasses_areAtMostRateTimesTimePlusBurst() {
    Races.check(PrepaidStoreTimeRaceTest.class);
  }
}
