package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 19.5, 19.6: at one moment all that happens to a bucket and its line is in one order, waits and all. */
@Tag("stress")
@Param(name = "permits", gen = IntGen.class, conf = "1:2")
@Param(name = "patience", gen = IntGen.class, conf = "0:25")
@Param(name = "thread", gen = ThreadIdGen.class)
public class GcraStoreRaceTest {
  private final GcraStore store =
      new GcraStore(Rate.of(1, Duration.ofNanos(10)), 3, 100, new FrozenTime());
  private final Held held = new Held();

  @Operation
  public long take(
      @Param(name = "thread") int thread,
      @Param(name = "permits") int permits,
      @Param(name = "patience") int patience) {
    Admission answer = store.take("key", permits, patience);
    held.keep(thread, answer);
    return answer.isGranted() ? answer.waitNanos() : -answer.retryAfterNanos();
  }

  @Operation
  public void giveBack(@Param(name = "thread") int thread) {
    store.giveBack("key", held.drop(thread));
  }

  @Operation
  public long available() {
    return store.available();
  }

  @Test
  void operations_atOneMoment_areInOneOrder() {
    Races.check(GcraStoreRaceTest.class);
  }
}
