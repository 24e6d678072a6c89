package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A half-open breaker: so many calls go through as probes. A probe that is neither success nor failure, or that is not
 * heard of for as long as a lease lasts, frees its place; if it is heard of after all, it counts. The lock covers
 * arithmetic and no code of anybody else's.
 */
final class HalfOpen extends Phase {
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Probe> underWay = new ArrayDeque<>(); // oldest first
  private final int openings;
  private final long openedNanos;
  private int calls;
  private int failed;
  private int slow;
  private int good;
  private long refused;

  HalfOpen(CircuitBreaker breaker, long now, int openings, long openedNanos) {
    super(breaker, now, false);
    this.openings = openings;
    this.openedNanos = openedNanos;
  }

  @Override
  int minimum() {
    return breaker.settings.probation.probes();
  }

  @Override
  CircuitState state() {
    return CircuitState.HALF_OPEN;
  }

  @Override
  Admission admit(AdmissionRequest request) {
    Settings settings = breaker.settings;
    long now = settings.timebase.nanos();
    Phase next = null;
    lock.lock();
    try {
      if (breaker.phase() == this) {
        forget(now);
        next = rule(now);
        if (next == null) {
          return probe(settings, now);
        }
      }
    } finally {
      lock.unlock();
    }
    tell(next);
    return breaker.ask(request);
  }

  private Admission probe(Settings settings, long now) {
    if (calls + underWay.size() < settings.probation.probes()) {
      Probe probe = new Probe(this, now);
      underWay.addLast(probe);
      return probe.grant;
    }
    refused++;
    return Admission.refused("the circuit is half-open", remaining(now), state());
  }

  /** A probe has ended. */
  void ended(Probe probe, boolean counts, boolean hasFailed, boolean wasSlow) {
    long now = breaker.settings.timebase.nanos();
    Phase next = null;
    lock.lock();
    try {
      if (probe.ended || breaker.phase() != this) {
        return;
      }
      probe.ended = true;
      underWay.remove(probe);
      forget(now);
      if (counts) {
        calls++;
        failed += hasFailed ? 1 : 0;
        slow += wasSlow ? 1 : 0;
        good += hasFailed || wasSlow ? 0 : 1;
        next = rule(now);
      }
    } finally {
      lock.unlock();
    }
    tell(next);
  }

  /** Frees the places of probes that have not been heard of, with the lock held. */
  private void forget(long now) {
    Probe first = underWay.peekFirst();
    if (first != null && now - first.startNanos < -breaker.settings.leaseNanos) {
      for (Probe probe : underWay) { // the clock was put back: their leases begin anew
        probe.startNanos = now;
      }
    }
    for (Probe oldest = underWay.peekFirst();
        oldest != null && now - oldest.startNanos >= breaker.settings.leaseNanos;
        oldest = underWay.peekFirst()) {
      underWay.removeFirst();
    }
  }

  /** Judges the probes and moves the breaker on if they say so, with the lock held. */
  private @Nullable Phase rule(long now) {
    Counts counts = current(now);
    Phase next = switch (breaker.settings.probation.rule(breaker.settings.tripRule, counts, good)) {
      case WAIT -> null;
      case CLOSE -> breaker.settings.recording(breaker, now, false);
      case OPEN -> new Open(this, now, Math.max(openings, openings + 1), openedNanos, counts);
    };
    return next != null && breaker.move(this, next) ? next : null;
  }

  private void tell(@Nullable Phase next) {
    if (next instanceof Open opened) {
      Counts why = opened.counts(opened.sinceNanos);
      long slowOnes = why.slow() + why.overdue();
      breaker.announce(
          this,
          next,
          why.failed() + " of " + (why.calls() + why.overdue()) + " probes failed"
              + (slowOnes == 0 ? "" : ", " + slowOnes + " were slow"));
    } else if (next != null) {
      breaker.announce(this, next, "its probes went well");
    }
  }

  private Counts current(long now) {
    long overdue = 0;
    for (Probe probe : underWay) {
      if (!breaker.settings.isSlow(now - probe.startNanos)) {
        break;
      }
      overdue++;
    }
    return new Counts(calls, failed, slow, overdue);
  }

  /** Returns when asking again makes sense: when the oldest probe's lease is over, or once more the last open time. */
  private long remaining(long now) {
    Probe oldest = underWay.peekFirst();
    if (oldest == null) {
      return 0;
    }
    long expiry = Math.max(0, breaker.settings.leaseNanos - Math.max(0, now - oldest.startNanos));
    return openedNanos > 0 ? Math.min(expiry, openedNanos) : expiry;
  }

  @Override
  long remainingNanos(long nowNanos) {
    lock.lock();
    try {
      forget(nowNanos);
      return calls + underWay.size() < breaker.settings.probation.probes()
          ? 0
          : remaining(nowNanos);
    } finally {
      lock.unlock();
    }
  }

  @Override
  Counts counts(long nowNanos) {
    lock.lock();
    try {
      forget(nowNanos);
      return current(nowNanos);
    } finally {
      lock.unlock();
    }
  }

  @Override
  long refused() {
    lock.lock();
    try {
      return refused;
    } finally {
      lock.unlock();
    }
  }
}
