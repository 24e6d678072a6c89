package io.retrykit.circuitbreaker;

/** A window of the last calls that knows of the ones under way too. */
final class WatchedCountWindow extends CountWindow {
  private final InFlight inFlight;

  WatchedCountWindow(CircuitBreaker breaker, long sinceNanos, boolean metricsOnly) {
    super(breaker, sinceNanos, metricsOnly);
    this.inFlight = new InFlight(breaker.settings, sinceNanos, this);
  }

  @Override
  InFlight inFlight() {
    return inFlight;
  }

  @Override
  long windowNanos() {
    return breaker.settings.timebase.nanos();
  }

  @Override
  void succeeded(long nanos) {
    if (breaker.settings.isSlow(nanos)) {
      record(false, true, windowNanos());
    } else {
      super.succeeded(nanos);
    }
  }
}
