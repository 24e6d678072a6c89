package io.retrykit.circuitbreaker;

import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.Random;

/**
 * Settings that both breakers understand alike.
 *
 * @param timed whether the window is one of seconds, not of calls
 * @param window of how many
 * @param minimumCalls may be above the size of a window of calls, which lowers it
 * @param failureRate in percent
 * @param slowMillis 0: nobody looks
 * @param slowRate in percent
 * @param probes at most as many as the minimum of calls: with fewer, Resilience4j does not wait for all of them
 */
record PeerSettings(
    boolean timed,
    int window,
    int minimumCalls,
    int failureRate,
    long slowMillis,
    int slowRate,
    int probes,
    long openMillis) {
  /** Longer than any trace. */
  static final Duration LEASE = Duration.ofDays(1);

  private static final int[] PERCENTS = {1, 10, 25, 30, 33, 34, 50, 60, 66, 67, 75, 90, 100};

  static PeerSettings random(Random random) {
    boolean timed = random.nextBoolean();
    int window = 1 + random.nextInt(random.nextBoolean() ? 5 : 20);
    int minimum = 1 + random.nextInt(timed ? 8 : window + 2);
    int lowered = timed ? minimum : Math.min(minimum, window);
    return new PeerSettings(
        timed,
        window,
        minimum,
        PERCENTS[random.nextInt(PERCENTS.length)],
        random.nextBoolean() ? 0 : 100 + random.nextInt(3_000),
        PERCENTS[random.nextInt(PERCENTS.length)],
        1 + random.nextInt(Math.min(lowered, 5)),
        2 + random.nextInt(random.nextBoolean() ? 1_000 : 6_000));
  }

  CircuitBreakerBuilder ours(Timebase time) {
    CircuitBreakerBuilder builder = CircuitBreaker.builder("ours")
        .minimumCalls(minimumCalls)
        .failureRate(failureRate)
        .probes(probes)
        .openTime(Duration.ofMillis(openMillis))
        .leaseTime(LEASE) // Resilience4j waits for ever
        .ignore(PeerOutcome.Ignorable.class)
        .timebase(time);
    if (slowMillis > 0) {
      builder.slowCalls(Duration.ofMillis(slowMillis), slowRate);
    }
    return timed
        ? builder.timeWindow(Duration.ofSeconds(window), window)
        : builder.countWindow(window);
  }
}
