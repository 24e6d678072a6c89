package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The check can fail: a bucket that looks and takes in two steps is found out. */
@Tag("stress")
public class RacyBucketRaceTest {
  private volatile int permits = 5;

  @Operation
  public boolean take() {
    int seen = permits;
    if (seen == 0) {
      return false;
    }
    permits = seen - 1;
    return true;
  }

  @Test
  void check_ofALostUpdate_findsIt() {
    assertThatThrownBy(() -> Races.check(RacyBucketRaceTest.class))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }
}
