package io.retrykit.async.wheel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The check can fail: slots that no lock guards are found out. */
@Tag("stress")
@Param(name = "thread", gen = ThreadIdGen.class)
public class RacySlotsRaceTest {
  private final Slots slots = new Slots();

  @Operation
  public void add() {
    slots.add(new Entry(), 0);
  }

  @Operation(nonParallelGroup = "timer")
  public void poll() {
    slots.poll(0);
  }

  /** As many as are counted can be taken out. */
  @Validate
  public void size_isThatOfWhatWaits() {
    int left = slots.size();
    while (slots.poll(0) != null) {
      left--;
    }
    Races.require(left == 0, "counted and not there: " + left);
  }

  @Test
  void check_ofSlotsWithoutALock_findsIt() {
    assertThatThrownBy(() -> Races.check(RacySlotsRaceTest.class))
        .isInstanceOf(LincheckAssertionError.class);
  }
}
