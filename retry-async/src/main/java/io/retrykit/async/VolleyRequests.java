package io.retrykit.async;

import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;

/** What guards and budget are asked about the attempts of a {@link Volley}, and what is left of its time. Immutable. */
final class VolleyRequests {
  private final Engine engine;
  private final AdmissionRequest first;
  private final long limitNanos;
  private final long startNanos;

  /**
   * Makes those of a volley that begins now.
   *
   * @param limitNanos how long its attempts may take together
   */
  VolleyRequests(Engine engine, AdmissionRequest first, long limitNanos) {
    this.engine = engine;
    this.first = first;
    this.limitNanos = limitNanos;
    this.startNanos = limitNanos == Nanos.FOREVER ? 0 : nanos();
  }

  private long nanos() {
    return engine.policy().timebase().nanos();
  }

  /** Returns what the budget is told of one attempt that has ended, after so many others. */
  AdmissionRequest numbered(int before) {
    return before == 0 || !engine.wantsRequests
        ? first
        : first.at(first.attempt() + before, first.remainingNanos());
  }

  /** Returns what guards and budget are asked about one more attempt. */
  AdmissionRequest asked(int before) {
    AdmissionRequest one = numbered(before);
    long remaining = one.remainingNanos();
    return remaining == Nanos.FOREVER || limitNanos == Nanos.FOREVER
        ? one
        : one.at(one.attempt(), remaining - (nanos() - startNanos));
  }

  /** Returns what is left of the time of all attempts together. */
  long leftNanos() {
    return limitNanos == Nanos.FOREVER ? Nanos.FOREVER : limitNanos - (nanos() - startNanos);
  }

  /** Returns the reading of the clock after a wait; zero if there is none. */
  long momentIn(long waitNanos) {
    return waitNanos > 0 ? nanos() + waitNanos : 0;
  }
}
