package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;

/**
 * An open breaker: calls are refused until its time is over, or for good. The time is the user's function to tell, so
 * it is asked after the breaker has opened, and by whoever needs to know first.
 */
final class Open extends Phase {
  private static final VarHandle OPEN_NANOS =
      Fields.handle(MethodHandles.lookup(), "openNanos", long.class);
  private static final long UNDECIDED = -1;
  private static final long FOR_GOOD = -2;

  private final Counts counts;
  private final int minimum;
  private final int openings;
  private final long previousNanos;
  private final LongAdder refused = new LongAdder(); // all threads of an outage come here
  private volatile long openNanos;
  private volatile long startNanos;

  /**
   * Opens for as long as the settings say.
   *
   * @param before the phase that ends
   * @param openings how many times in a row it has opened, this one included
   * @param previousNanos how long it was open the last time; 0 if it was not
   * @param counts why
   */
  Open(Phase before, long now, int openings, long previousNanos, Counts counts) {
    this(before, now, openings, previousNanos, counts, UNDECIDED);
  }

  private Open(
      Phase before, long now, int openings, long previousNanos, Counts counts, long openNanos) {
    super(before.breaker, now, false);
    this.minimum = before.minimum();
    this.openings = openings;
    this.previousNanos = previousNanos;
    this.counts = counts;
    this.openNanos = openNanos;
    this.startNanos = now;
  }

  /** Opens by hand for a time. */
  static Open during(Phase before, long now, long nanos) {
    return new Open(before, now, 1, 0, before.counts(now), nanos);
  }

  /** Opens by hand for good. */
  static Open forGood(Phase before, long now) {
    return new Open(before, now, 1, 0, before.counts(now), FOR_GOOD);
  }

  @Override
  int minimum() {
    return minimum;
  }

  @Override
  CircuitState state() {
    return openNanos == FOR_GOOD ? CircuitState.FORCED_OPEN : CircuitState.OPEN;
  }

  @Override
  Admission admit(AdmissionRequest request) {
    long now = breaker.settings.timebase.nanos();
    long remaining = remainingNanos(now);
    if (remaining == 0) {
      HalfOpen next = new HalfOpen(breaker, now, openings, openNanos());
      if (breaker.move(this, next)) {
        breaker.announce(this, next, "its time is over");
      }
      return breaker.ask(request);
    }
    refused.increment();
    String reason = remaining < 0 ? "the circuit is forced open" : "the circuit is open";
    return Admission.refused(reason, remaining, state());
  }

  /** Returns how long the breaker stays open, in nanoseconds. */
  long openNanos() {
    if (openNanos == UNDECIDED) {
      OPEN_NANOS.compareAndSet(
          this, UNDECIDED, breaker.settings.openNanos(breaker.name(), openings, previousNanos));
    }
    return openNanos;
  }

  @Override
  long remainingNanos(long now) {
    if (openNanos == FOR_GOOD) {
      return Admission.UNKNOWN;
    }
    long elapsed = now - startNanos;
    if (elapsed < 0) { // the clock has stepped back: not longer than its time from here
      startNanos = now;
      elapsed = 0;
    }
    return Math.max(0, openNanos() - elapsed);
  }

  @Override
  Counts counts(long nowNanos) {
    return counts;
  }

  @Override
  long refused() {
    return refused.sum();
  }

  /** Returns how many times in a row the breaker has opened. */
  int openings() {
    return openings;
  }
}
