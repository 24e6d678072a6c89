package io.retrykit.backoff;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * How long to pause after the n-th failed attempt. A pure function: the same arguments, the random source included,
 * give the same pause. The backoffs made here are immutable, safe for use by many threads, and never answer less than
 * zero nor more than their cap.
 *
 * <p>None of the factories spreads its pauses; do that with {@link #jittered} before many clients share one.
 */
@FunctionalInterface
public interface Backoff {
  /** Stands for a previous pause that is not known, in a one-off calculation. */
  long UNKNOWN = -1;

  /**
   * Returns the pause after a failed attempt.
   *
   * @param failedAttempts how many attempts have failed, from 1 up to {@link #limit()}
   * @param previousNanos the pause that a backoff gave before in this call; 0 if there was none, {@link #UNKNOWN} if not known
   * @param random drawn from at most once
   * @return nanoseconds, zero or more
   * @throws IllegalArgumentException if {@code failedAttempts} is below 1 or above {@link #limit()}
   */
  long nanos(int failedAttempts, long previousNanos, RandomGenerator random);

  /** Returns after how many failures this backoff has nothing more to offer; {@link Integer#MAX_VALUE}: never. */
  default int limit() {
    return Integer.MAX_VALUE;
  }

  /**
   * Returns the shortest pause that {@link #nanos} can answer to these arguments. Unless overridden it asks with the
   * lowest and the highest random numbers there are.
   */
  default long leastNanos(int failedAttempts, long previousNanos) {
    return Math.min(
        nanos(failedAttempts, previousNanos, Edge.LOWEST),
        nanos(failedAttempts, previousNanos, Edge.HIGHEST));
  }

  /** Returns the longest pause that {@link #nanos} can answer to these arguments; see {@link #leastNanos}. */
  default long mostNanos(int failedAttempts, long previousNanos) {
    return Math.max(
        nanos(failedAttempts, previousNanos, Edge.LOWEST),
        nanos(failedAttempts, previousNanos, Edge.HIGHEST));
  }

  /**
   * Calculates one pause by itself, for code that has a loop of its own. Draws anew at each call if jittered.
   *
   * @param failedAttempts how many attempts have failed, from 1
   * @throws IllegalArgumentException if {@code failedAttempts} is below 1 or above {@link #limit()}
   */
  default Duration delay(int failedAttempts) {
    return delay(failedAttempts, ThreadLocalRandom.current());
  }

  /** Calculates one pause by itself, as {@link #delay(int)} does, drawing from the source given. */
  default Duration delay(int failedAttempts, RandomGenerator random) {
    return Duration.ofNanos(nanos(failedAttempts, UNKNOWN, random));
  }

  /**
   * Returns the first pauses of one call, in order: as many as asked for, or {@link #limit()} if that is fewer.
   *
   * @param count how many, zero or more
   * @throws IllegalArgumentException if {@code count} is negative
   */
  default List<Duration> schedule(int count) {
    return schedule(count, ThreadLocalRandom.current());
  }

  /** Returns the first pauses of one call, as {@link #schedule(int)} does, drawing from the source given. */
  default List<Duration> schedule(int count, RandomGenerator random) {
    Check.that(count >= 0, "count must be zero or more, was ", count);
    List<Duration> pauses = new ArrayList<>();
    long previous = 0;
    for (int n = 1; n <= Math.min(count, limit()); n++) {
      previous = nanos(n, previous, random);
      pauses.add(Duration.ofNanos(previous));
    }
    return List.copyOf(pauses);
  }

  /**
   * Returns this backoff with its pauses spread. The range a jitter gives is cut off at the cap and then drawn from,
   * so the cap holds and no pause piles up on it.
   *
   * @throws IllegalArgumentException if the jitter reaches further down than the first pause is long; a
   *     {@linkplain #function function} is not asked for that, and where its pauses are too short they begin at zero
   */
  default Backoff jittered(Jitter jitter) {
    return new Spread(this, jitter, Nanos.FOREVER);
  }

  /**
   * Returns this backoff with no pause longer than {@code cap}; only an uncut jitter goes past it.
   *
   * @param cap zero or more
   * @throws IllegalArgumentException if {@code cap} is negative
   */
  default Backoff cappedAt(Duration cap) {
    return new Spread(this, Jitter.none(), Nanos.of("cap", cap));
  }

  /**
   * Returns the first pauses of this backoff and then no more: retrying ends there, or goes on with {@link #then}.
   *
   * @param count how many, 1 or more
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  default Backoff take(int count) {
    return new Taken(this, count);
  }

  /**
   * Returns this backoff followed by another, which counts its failures from 1 again.
   *
   * @throws IllegalArgumentException if this one never ends; see {@link #take}
   */
  default Backoff then(Backoff next) {
    return new Sequence(this, next);
  }

  /** Returns a backoff that does not pause. */
  static Backoff none() {
    return Tabled.NO_PAUSE;
  }

  /**
   * Returns a backoff that always pauses equally long.
   *
   * @param delay zero or more
   * @throws IllegalArgumentException if {@code delay} is negative
   */
  static Backoff fixed(Duration delay) {
    return new Tabled(new Listed(new long[] {Nanos.of("delay", delay)}), Jitter.none());
  }

  /**
   * Returns {@code min(cap, initial * base^(n - 1))}: each pause {@code base} times the one before.
   *
   * <p>Source: M. Brooker, <cite>Exponential Backoff and Jitter</cite>, AWS Architecture Blog, 2015.
   *
   * @param initial the first pause, zero or more
   * @param base the growth, from 1 to 1e308
   * @param cap the longest pause, zero or more
   * @throws IllegalArgumentException if an argument is out of its range
   */
  static Backoff exponential(Duration initial, double base, Duration cap) {
    return new Tabled(
        new Exponential(Nanos.of("initial", initial), base, Nanos.of("cap", cap)), Jitter.none());
  }

  /**
   * Returns {@code initial + (n - 1) * step}: each pause longer by {@code step}.
   *
   * @param initial the first pause, zero or more
   * @param step the growth, zero or more
   * @throws IllegalArgumentException if an argument is negative
   */
  static Backoff linear(Duration initial, Duration step) {
    return new Tabled(
        new Linear(Nanos.of("initial", initial), Nanos.of("step", step)), Jitter.none());
  }

  /**
   * Returns {@code min(cap, unit * F(n))} with F = 1, 1, 2, 3, 5, 8 and so on.
   *
   * @param unit the first pause, zero or more
   * @param cap the longest pause, zero or more
   * @throws IllegalArgumentException if an argument is negative
   */
  static Backoff fibonacci(Duration unit, Duration cap) {
    return new Tabled(new Fibonacci(Nanos.of("unit", unit), Nanos.of("cap", cap)), Jitter.none());
  }

  /**
   * Returns the pauses given, one after the other; the last one repeats. Follow it with {@link #take} to end there.
   *
   * @param delays one or more, each zero or more
   * @throws IllegalArgumentException if there is none, or one is negative
   */
  static Backoff list(Duration... delays) {
    return new Tabled(Listed.of(delays), Jitter.none());
  }

  /**
   * Returns a backoff that asks a function of the number of failed attempts. What the function throws ends the call
   * that is being retried. It should be pure: a policy that has a maximum duration, or is explained, asks it as well.
   *
   * @param delay answers a pause of zero or more to each number from 1
   */
  static Backoff function(IntFunction<Duration> delay) {
    return new Asked(delay);
  }
}
