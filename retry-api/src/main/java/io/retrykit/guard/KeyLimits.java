package io.retrykit.guard;

import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.Objects;

/** How many keys a {@link Registry} keeps, and for how long one that nobody asks for. Immutable. */
public final class KeyLimits {
  private static final KeyLimits DEFAULTS =
      new KeyLimits(10_000, Duration.ofMinutes(10), Timebase.system());

  private final int maxKeys;
  private final Duration idle;
  private final Timebase timebase;

  private KeyLimits(int maxKeys, Duration idle, Timebase timebase) {
    this.maxKeys = maxKeys;
    this.idle = idle;
    this.timebase = timebase;
  }

  /** Returns 10,000 keys, each dropped after ten minutes without use. */
  public static KeyLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these limits with another number of keys.
   *
   * @param most 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public KeyLimits withMaxKeys(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("maxKeys must be 1 or more, was " + most);
    }
    return new KeyLimits(most, idle, timebase);
  }

  /**
   * Returns these limits with another time after which an unused key is dropped.
   *
   * @param unused more than zero; longer than 292 years is for ever
   * @throws IllegalArgumentException if it is zero or negative
   */
  public KeyLimits withIdle(Duration unused) {
    if (Nanos.of("idle", unused) == 0) {
      throw new IllegalArgumentException("idle must be more than zero, was " + unused);
    }
    return new KeyLimits(maxKeys, unused, timebase);
  }

  /** Returns these limits with another clock. */
  public KeyLimits withTimebase(Timebase clock) {
    return new KeyLimits(maxKeys, idle, Objects.requireNonNull(clock, "timebase"));
  }

  /** Returns the number of keys at most. */
  public int maxKeys() {
    return maxKeys;
  }

  /** Returns how long a key is kept that nobody asks for. */
  public Duration idle() {
    return idle;
  }

  /** Returns the clock that idle time is measured by. */
  public Timebase timebase() {
    return timebase;
  }

  @Override
  public String toString() {
    return maxKeys + " keys, idle after " + Nanos.text(Nanos.of("idle", idle));
  }
}
