package io.retrykit.circuitbreaker;

import java.time.Duration;

/** The breakers that threads are let loose on; their clock stands still. */
final class StressedBreakers {
  static final long SLOW = Duration.ofSeconds(8).toNanos();

  private StressedBreakers() {}

  private static CircuitBreakerBuilder frozen() {
    return CircuitBreaker.builder("stressed").timebase(new WrappingTime());
  }

  static CircuitBreaker oneFailure() {
    return frozen().consecutiveFailures(1).build();
  }

  static CircuitBreaker twoFailures() {
    return frozen().failures(2, 2).build();
  }

  static CircuitBreaker windowOfTime() {
    return frozen().timeWindow(Duration.ofSeconds(10)).build();
  }

  /** Looks for slow calls, by this clock. */
  static CircuitBreaker watching(WrappingTime time) {
    return CircuitBreaker.builder("stressed")
        .slowCalls(Duration.ofNanos(SLOW), 100)
        .timebase(time)
        .build();
  }

  /** Half-open, with one probe. */
  static CircuitBreaker halfOpen() {
    CircuitBreaker breaker = oneFailure();
    breaker.open();
    breaker.halfOpen();
    return breaker;
  }

  /** Open, with one probe to come, at the moment its time is over. */
  static CircuitBreaker openNoLonger() {
    WrappingTime time = new WrappingTime();
    CircuitBreaker breaker = CircuitBreaker.builder("stressed")
        .consecutiveFailures(1)
        .openTime(Duration.ofSeconds(1))
        .timebase(time)
        .build();
    breaker.open();
    time.move(Duration.ofSeconds(1).toNanos());
    return breaker;
  }
}
