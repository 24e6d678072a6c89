package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a header asks to wait: zero or more nanoseconds. */
record Wait(long nanos, String header) {
  /** Returns the wait; null if there is none, which parsers say by a negative number. */
  static @Nullable Wait of(long nanos, String header) {
    return nanos < 0 ? null : new Wait(nanos, header);
  }

  /** Returns the wait from one point in time to another, which may be absent; none is zero if it is past. */
  static @Nullable Wait until(@Nullable Instant then, Instant now, String header) {
    if (then == null) {
      return null;
    }
    Duration left = Duration.between(now, then);
    return new Wait(left.isNegative() ? 0 : Nanos.of("left", left), header);
  }

  /** Returns the wait until a number of seconds after the epoch. */
  static @Nullable Wait untilEpoch(long seconds, Instant now, String header) {
    if (seconds < 0) {
      return null;
    }
    return seconds > Instant.MAX.getEpochSecond()
        ? new Wait(Nanos.FOREVER, header)
        : until(Instant.ofEpochSecond(seconds), now, header);
  }

  /** Returns the longer of two waits, the first if they are equal; null if there is neither. */
  static @Nullable Wait longer(@Nullable Wait a, @Nullable Wait b) {
    if (a == null) {
      return b;
    }
    return b != null && b.nanos > a.nanos ? b : a;
  }
}
