package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * SPEC 19.2 while the clock moves on between any two steps. One order of everything cannot be asked for here: a permit
 * is taken at the moment that was read, and others may have looked at a later one before the word is set. So the
 * operations answer nothing, and the sum is drawn at the end.
 */
@Tag("stress")
@Param(name = "permits", gen = IntGen.class, conf = "1:2")
@Param(name = "patience", gen = IntGen.class, conf = "0:40")
@Param(name = "nanos", gen = IntGen.class, conf = "1:12")
@Param(name = "thread", gen = ThreadIdGen.class)
public class GcraStoreTimeRaceTest {
  private static final long NANOS_PER_PERMIT = 10;
  private static final long BURST = 2;

  private final ManualTime time = new ManualTime();
  private final long start = time.nanos();
  private final GcraStore store =
      new GcraStore(Rate.of(1, Duration.ofNanos(NANOS_PER_PERMIT)), BURST, 100, time);
  private final Held held = new Held();

  @Operation
  public void take(
      @Param(name = "thread") int thread,
      @Param(name = "permits") int permits,
      @Param(name = "patience") int patience) {
    Admission answer = store.take("key", permits, patience);
    held.keep(thread, answer);
  }

  @Operation
  public void giveBack(@Param(name = "thread") int thread) {
    store.giveBack("key", held.drop(thread));
  }

  @Operation
  public void move(@Param(name = "nanos") int nanos) {
    time.move(nanos);
  }

  /** Until now, and until the moment of each who waits: what has fallen due is at most rate x time + burst. */
  @Validate
  public void neverMoreThanRateTimesTimePlusBurst() {
    List<Object> leases = held.all();
    checkUntil(time.elapsed(), leases);
    for (Object lease : leases) {
      if (lease instanceof Place place) {
        checkUntil(Math.max(time.elapsed(), place.moment - start), leases);
      }
    }
  }

  private void checkUntil(long elapsed, List<Object> leases) {
    long due = 0;
    for (Object lease : leases) {
      due += due(lease, elapsed);
    }
    Races.require((due - BURST) * NANOS_PER_PERMIT <= elapsed, due + " permits by " + elapsed);
  }

  private long due(Object lease, long elapsed) {
    if (lease instanceof Place place) {
      return place.moment - start <= elapsed ? place.permits : 0;
    }
    return (Long) lease;
  }

  @Test
  void permits_whileTimePasses_areAtMostRateTimesTimePlusBurst() {
    Races.check(GcraStoreTimeRaceTest.class);
  }
}
