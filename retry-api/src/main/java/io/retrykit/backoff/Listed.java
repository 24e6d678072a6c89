package io.retrykit.backoff;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The pauses given; the last one repeats. */
final class Listed implements Formula {
  private final long[] delays;
  private final long cap;

  Listed(long[] delays) {
    this(delays, Nanos.FOREVER);
  }

  private Listed(long[] delays, long cap) {
    this.delays = delays;
    this.cap = cap;
  }

  static Listed of(Duration... delays) {
    Check.that(delays.length > 0, "delays must hold one or more, was ", "[]");
    long[] nanos = new long[delays.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = Nanos.of("delays[" + i + "]", delays[i]);
    }
    return new Listed(nanos);
  }

  @Override
  public long base(int failedAttempts) {
    return Math.min(cap, delays[Math.min(failedAttempts, delays.length) - 1]);
  }

  @Override
  public long cap() {
    return cap;
  }

  @Override
  public int settledAt() {
    return delays.length;
  }

  @Override
  public Formula cappedAt(long newCap) {
    return new Listed(delays, Math.min(cap, newCap));
  }

  @Override
  public String toString() {
    String most = cap == Nanos.FOREVER ? "" : ", at most " + Nanos.text(cap);
    if (delays.length == 1) {
      return (delays[0] == 0 ? "no pause" : "fixed " + Nanos.text(delays[0])) + most;
    }
    return Arrays.stream(delays)
            .mapToObj(Nanos::text)
            .collect(Collectors.joining(", ", "list [", "]"))
        + most;
  }
}
