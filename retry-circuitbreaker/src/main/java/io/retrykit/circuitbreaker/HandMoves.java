package io.retrykit.circuitbreaker;

/** Moves a breaker as somebody says, whatever it does meanwhile by itself. */
final class HandMoves {
  private static final String REASON = "by hand";

  private HandMoves() {}

  /** Makes the phase that follows another. */
  interface Next {
    Phase after(Phase before, long now);
  }

  static void move(CircuitBreaker breaker, Next next) {
    for (; ; ) {
      Phase before = breaker.phase();
      Phase after = next.after(before, breaker.settings.timebase.nanos());
      if (breaker.move(before, after)) {
        breaker.announce(before, after, REASON);
        return;
      }
    }
  }

  static void halfOpen(CircuitBreaker breaker) {
    for (; ; ) {
      Phase before = breaker.phase();
      if (before instanceof HalfOpen) {
        return; // its time may have been over just before
      }
      if (!(before instanceof Open open)) {
        throw new IllegalStateException("only an open breaker can be made half-open, "
            + breaker.name() + " is " + before.state());
      }
      long opened = open.state() == CircuitState.FORCED_OPEN ? 0 : open.openNanos();
      long now = breaker.settings.timebase.nanos();
      Phase after = new HalfOpen(breaker, now, open.openings(), opened);
      if (breaker.move(open, after)) {
        breaker.announce(open, after, REASON);
        return;
      }
    }
  }
}
