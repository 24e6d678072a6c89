package io.retrykit.circuitbreaker;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.internal.CircuitBreakerStateMachine;
import io.retrykit.time.VirtualTimebase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** A breaker of Resilience4j's on a virtual clock, which begins on a whole second. */
final class Resilience4jBreaker {
  final CircuitBreakerStateMachine breaker;
  private int thresholds;

  Resilience4jBreaker(PeerSettings settings, VirtualTimebase time) {
    CircuitBreakerConfig.Builder config = CircuitBreakerConfig.custom()
        .slidingWindow(
            settings.window(),
            settings.minimumCalls(),
            settings.timed() ? SlidingWindowType.TIME_BASED : SlidingWindowType.COUNT_BASED,
            CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.SYNCHRONIZED)
        .failureRateThreshold(settings.failureRate())
        .permittedNumberOfCallsInHalfOpenState(settings.probes())
        .waitDurationInOpenState(waitBefore(settings.openMillis()))
        .ignoreExceptions(PeerOutcome.Ignorable.class)
        .clock(new PeerClock(time));
    if (settings.slowMillis() > 0) {
      config
          .slowCallDurationThreshold(Duration.ofMillis(settings.slowMillis()))
          .slowCallRateThreshold(settings.slowRate());
    }
    this.breaker = new CircuitBreakerStateMachine("theirs", config.build());
    breaker.getEventPublisher().onFailureRateExceeded(event -> thresholds++);
    breaker.getEventPublisher().onSlowCallRateExceeded(event -> thresholds++);
  }

  /** Theirs is over after the open time, ours with it: in whole milliseconds, that is one more. */
  private static Duration waitBefore(long openMillis) {
    return Duration.ofMillis(openMillis - 1);
  }

  void openFor(long millis) {
    breaker.transitionToOpenStateFor(waitBefore(millis));
  }

  void report(PeerOutcome outcome, long millis) {
    switch (outcome) {
      case OK -> breaker.onSuccess(millis, TimeUnit.MILLISECONDS);
      case FAIL -> breaker.onError(millis, TimeUnit.MILLISECONDS, PeerOutcome.failure());
      case IGNORED -> breaker.onError(millis, TimeUnit.MILLISECONDS, new PeerOutcome.Ignorable());
      case RELEASED -> breaker.releasePermission();
    }
  }

  CircuitState state() {
    return CircuitState.valueOf(breaker.getState().name());
  }

  long refused() {
    return breaker.getMetrics().getNumberOfNotPermittedCalls();
  }

  /** Returns how often a threshold was said to be exceeded. */
  int thresholds() {
    return thresholds;
  }

  PeerCounts counts() {
    var metrics = breaker.getMetrics();
    return new PeerCounts(
        metrics.getNumberOfBufferedCalls(),
        metrics.getNumberOfFailedCalls(),
        metrics.getNumberOfSlowCalls(),
        metrics.getFailureRate(),
        metrics.getSlowCallRate());
  }

  /** The wall clock that goes with virtual time. */
  private static final class PeerClock extends Clock {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

    private final VirtualTimebase time;

    PeerClock(VirtualTimebase time) {
      this.time = time;
    }

    @Override
    public Instant instant() {
      return START.plus(time.elapsed());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
