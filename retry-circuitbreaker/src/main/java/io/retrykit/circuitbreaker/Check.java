package io.retrykit.circuitbreaker;

import io.retrykit.time.Nanos;
import java.time.Duration;

/** Refuses arguments out of their range, in words that name the argument, the range and the value. */
final class Check {
  private Check() {}

  static void between(String argument, int value, int least, int most) {
    if (value < least || value > most) {
      String rule =
          most == Integer.MAX_VALUE ? least + " or more" : "between " + least + " and " + most;
      throw new IllegalArgumentException(argument + " must be " + rule + ", was " + value);
    }
  }

  static double percent(String argument, double percent) {
    if (!(percent > 0 && percent <= 100)) { // so put, it refuses NaN too
      throw new IllegalArgumentException(
          argument + " must be more than 0 and at most 100, was " + percent);
    }
    return percent;
  }

  static long positive(String argument, Duration time) {
    long nanos = Nanos.of(argument, time);
    if (nanos == 0) {
      throw new IllegalArgumentException(argument + " must be more than zero, was " + time);
    }
    return nanos;
  }
}
