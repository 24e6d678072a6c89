package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The check can fail: a half-open breaker that looks for a free place and takes it in two steps is found out. */
@Tag("stress")
public class RacyProbeRaceTest {
  private volatile int underWay;

  @Operation
  public boolean acquire() {
    if (underWay > 0) {
      return false;
    }
    underWay = 1;
    return true;
  }

  @Operation
  public void abandon() {
    underWay = 0;
  }

  @Test
  void check_ofASecondProbe_findsIt() {
    assertThatThrownBy(() -> Races.check(RacyProbeRaceTest.class))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }
}
