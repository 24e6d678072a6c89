package io.retrykit.circuitbreaker;

import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 22.2, 22.4 in a window of calls: calls under way that are slow open the breaker, in every interleaving. */
@Tag("stress")
@Param(name = "thread", gen = ThreadIdGen.class)
public class OverdueInCountWindowRaceTest extends OverdueRace {
  /** For Lincheck, which makes one for each run. */
  public OverdueInCountWindowRaceTest() {
    super(builder -> builder.countWindow(4));
  }

  @Test
  void callsUnderWay_thatAreSlow_openTheBreakerWhateverRaces() {
    Races.check(OverdueInCountWindowRaceTest.class);
  }
}
