package io.retrykit.ratelimit;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * SPEC 19.7 at one moment: no permit is handed out twice, none is lost. Answers are not compared: between a purchase and
 * the moment its rest is in stock, others are refused what will be there.
 */
@Tag("stress")
@Param(name = "thread", gen = ThreadIdGen.class)
public class PrepaidStoreRaceTest {
  private static final long BURST = 9;
  private static final int BATCH = 3;

  private final PrepaidStore store =
      new PrepaidStore(Rate.of(1, Duration.ofNanos(10)), BURST, BATCH, 0, new FrozenTime());
  private final Held held = new Held();

  @Operation
  public void takeOne(@Param(name = "thread") int thread) {
    held.keep(thread, store.take("key", 1, 0));
  }

  @Operation
  public void takeTwo(@Param(name = "thread") int thread) {
    held.keep(thread, store.take("key", 2, 0));
  }

  @Operation
  public void giveBack(@Param(name = "thread") int thread) {
    store.giveBack("key", held.drop(thread));
  }

  @Validate
  public void everyPermit_isHeldOrAvailable() {
    long known = store.available();
    for (Object lease : held.all()) {
      known += (Long) lease;
    }
    Races.require(known == BURST - BATCH, "held or available: " + known);
  }

  @Test
  void permits_boughtInBatches_areHandedOutOnce_noneLost() {
    Races.check(PrepaidStoreRaceTest.class);
  }
}
