package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rate that a server allows, and keeps to it. It does nothing until the server throttles for the first time;
 * then attempts wait for a bucket that fills at 0.7 of the rate measured, grows back to it along a cubic curve, and on
 * beyond it, up to twice the measured rate, until the next throttle.
 *
 * <ul>
 *   <li>An attempt draws its {@link AdmissionRequest#cost} at once and waits until the bucket has made up for it, first
 *       come, first served. If that takes longer than it may, nothing is drawn and it is refused, with when to come back.
 *   <li>A response counts when it comes: a failure that the policy judges as throttled lowers the rate, anything else lets it
 *       grow, other failures included. So the policy needs a classifier that tells throttling apart.
 *   <li>An attempt that was abandoned changes nothing; one that was never begun gives back what it drew.
 * </ul>
 *
 * <p>Rates are costs a second. The state is one immutable value, replaced by one compare-and-set; nothing blocks. While there
 * has been no throttle, {@link #admit} reads no clock and, for a cost of 1, allocates nothing. The rate must be measured from the
 * first response on, so every response costs one reading of the clock and a new state, always.
 *
 * <p>Source: the client rate limiting of the AWS SDKs' adaptive retry mode, with its constants; CUBIC is RFC 9438.
 */
public final class AdaptiveRateLimiter implements Guard {
  private static final VarHandle STATE =
      Fields.handle(MethodHandles.lookup(), "state", CubicState.class);
  private static final double SECOND = 1e9;

  private final String name;
  private final CubicSettings settings;
  private final long maxWaitNanos;
  private final Timebase timebase;
  private final long origin;
  private volatile CubicState state;

  AdaptiveRateLimiter(
      String name,
      CubicSettings settings,
      CubicState initial,
      long maxWaitNanos,
      Timebase timebase) {
    this.name = name;
    this.settings = settings;
    this.maxWaitNanos = maxWaitNanos;
    this.timebase = timebase;
    this.origin = timebase.nanos();
    this.state = initial;
  }

  /** Returns a builder with the constants of the AWS SDKs. */
  public static AdaptiveRateLimiterBuilder builder() {
    return new AdaptiveRateLimiterBuilder();
  }

  /**
   * What the limiter has come to, at one moment.
   *
   * @param limiting whether there has been a throttle; if not, {@code fillRate} holds nobody back
   * @param fillRate how much may be sent a second
   * @param measuredRate how much has been answered a second, lately
   * @param available how much could be sent at once, when the limiter last changed; below zero while attempts wait
   */
  public record Snapshot(
      boolean limiting, double fillRate, double measuredRate, double available) {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public Admission admit(AdmissionRequest request) {
    CubicState seen = state;
    long cost = request.cost();
    if (!seen.limiting()) {
      return cost == 1 ? Admission.granted() : Admission.granted(new AdaptiveLease(cost, 0));
    }
    // one nanosecond must be left of a deadline: a wait that ends with it leaves no time for the
    // call
    long patience = Math.min(maxWaitNanos, request.remainingNanos() - 1);
    for (; ; seen = state) {
      SendBucket bucket = seen.bucket().filled(now());
      long wait = nanos(bucket.secondsUntil((double) cost));
      if (wait > 0 && wait > patience) {
        // a bucket filled in the clock's future would never fill again if all are refused: a step
        // back is kept
        boolean steppedBack = bucket.filledAt() < seen.bucket().filledAt();
        if (!steppedBack || replace(seen, seen.with(bucket))) {
          return Admission.refused(shortage(bucket, wait), wait);
        }
      } else if (replace(seen, seen.with(bucket.taken((double) cost)))) {
        return Admission.grantedAfter(new AdaptiveLease(cost, bucket.fillRate()), wait);
      }
    }
  }

  private static String shortage(SendBucket bucket, long wait) {
    return String.format(
        Locale.ROOT,
        "held to %.3g a second, that is a wait of %s",
        bucket.fillRate(),
        Nanos.text(wait));
  }

  @Override
  public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
    responded(lease, false);
  }

  @Override
  public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
    responded(lease, verdict.isThrottled());
  }

  private void responded(@Nullable Object lease, boolean throttled) {
    if (lease == null) {
      update(throttled, 1);
    } else if (lease instanceof AdaptiveLease mine && mine.end()) {
      update(throttled, mine.cost);
    }
  }

  /** {@inheritDoc} Nobody knows what the server thought of it: nothing changes. */
  @Override
  public void abandoned(@Nullable Object lease) {
    if (lease instanceof AdaptiveLease mine) {
      mine.end();
    }
  }

  /** {@inheritDoc} What was drawn is given back. */
  @Override
  public void released(@Nullable Object lease) {
    if (lease instanceof AdaptiveLease mine && mine.end() && mine.rate > 0) {
      for (; ; ) {
        CubicState seen = state;
        SendBucket filled = seen.bucket().filled(now());
        if (replace(seen, seen.with(filled.returned(mine.cost, mine.rate)))) {
          return;
        }
      }
    }
  }

  /**
   * Takes an amount if the bucket holds it, for a call made without the retry engine. The caller waits as told and asks
   * again; meanwhile nothing is reserved for it, so others may come first. An amount larger than the bucket is granted
   * when the bucket is full, and leaves it in debt.
   *
   * @param amount zero or more
   * @return zero if the amount was taken, else the nanoseconds after which asking again makes sense
   * @throws IllegalArgumentException if {@code amount} is negative, infinite or not a number
   */
  public long tryAcquire(double amount) {
    requireAmount(amount);
    for (; ; ) {
      CubicState seen = state;
      if (!seen.limiting()) {
        return 0;
      }
      SendBucket bucket = seen.bucket().filled(now());
      boolean has = bucket.has(amount);
      if (replace(seen, seen.with(has ? bucket.taken(amount) : bucket))) {
        return has ? 0 : nanos(bucket.secondsUntil(Math.min(amount, bucket.capacity())));
      }
    }
  }

  /**
   * Counts a response, for a call made without the retry engine.
   *
   * @param throttled whether the server throttled
   * @param amount what the call cost, zero or more
   * @throws IllegalArgumentException if {@code amount} is negative, infinite or not a number
   */
  public void update(boolean throttled, double amount) {
    requireAmount(amount);
    for (; ; ) {
      CubicState seen = state;
      if (replace(seen, seen.responded(settings, now(), throttled, amount))) {
        return;
      }
    }
  }

  private static void requireAmount(double amount) {
    if (!(amount >= 0) || amount == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("amount must be zero or more, was " + amount);
    }
  }

  /** Returns what the limiter has come to. */
  public Snapshot snapshot() {
    CubicState seen = state;
    SendBucket bucket = seen.bucket();
    return new Snapshot(seen.limiting(), bucket.fillRate(), seen.clock().rate(), bucket.level());
  }

  /** Read after the state, which another thread may have moved on since. */
  private double now() {
    return (timebase.nanos() - origin) / SECOND;
  }

  /** Rounds up, so that nobody comes too early; too long saturates. */
  private static long nanos(double seconds) {
    return (long) Math.ceil(seconds * SECOND);
  }

  private boolean replace(CubicState seen, CubicState next) {
    return STATE.compareAndSet(this, seen, next);
  }

  @Override
  public String toString() {
    return name + ": " + snapshot();
  }
}
