package io.retrykit.ratelimit;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many permits through in a period, and a burst of them at once. As a {@link Guard} it holds back each attempt of
 * a policy; by itself it is asked with {@code tryAcquire} and {@code acquire}. Who has to wait gets a place in the line,
 * first come first served; a wait that would be longer than {@code maxWait}, or than what is left of the call's time, is
 * refused, with when to come back, and takes nothing.
 *
 * <p>Over any stretch of time, the permits that fall due in it, less those given back in it, are at most rate x time +
 * burst. Permits of an attempt that is never made, of a wait that is interrupted or cancelled, are given back: they go to
 * whoever would have to wait next, and nothing is lost if nobody comes for them in time, as far as a bucket has room. Those
 * who wait already are not woken. An attempt that was begun keeps its permits, however it ends.
 *
 * <p>Safe for use by many threads. With permits at hand, {@code admit} reads the clock once, sets one word and allocates
 * nothing; only while others wait of whom some have left, it takes a lock and looks at them.
 */
public final class RateLimiter implements Guard {
  private final String name;
  private final PermitStore store;
  private final Timebase timebase;
  private final @Nullable ToLongFunction<? super AdmissionRequest> weight;

  RateLimiter(
      String name,
      PermitStore store,
      Timebase timebase,
      @Nullable ToLongFunction<? super AdmissionRequest> weight) {
    this.name = name;
    this.store = store;
    this.timebase = timebase;
    this.weight = weight;
  }

  /**
   * Returns a limiter with a burst of one period's permits.
   *
   * @param permits how many, 1 or more
   * @param per in which time, more than zero
   * @throws IllegalArgumentException if one of them is not
   */
  public static RateLimiter of(long permits, Duration per) {
    return builder(permits, per).build();
  }

  /**
   * Returns a builder.
   *
   * @param permits how many, 1 or more
   * @param per in which time, more than zero
   * @throws IllegalArgumentException if one of them is not
   */
  public static RateLimiterBuilder builder(long permits, Duration per) {
    return new RateLimiterBuilder(Rate.of(permits, per), permits);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Admission admit(AdmissionRequest request) {
    long permits = weight == null ? request.cost() : weight.applyAsLong(request);
    if (permits < 0) {
      throw new IllegalArgumentException("weight must be zero or more, was " + permits);
    }
    long remaining = request.remainingNanos();
    // a wait as long as all that is left leaves no time for the attempt
    long patience = remaining == Nanos.FOREVER ? remaining : Math.max(0, remaining - 1);
    Admission answer = store.take(request.key(), permits, patience);
    return store instanceof GcraStore
        ? answer // to them all keys are the same
        : KeyedLease.around(request.key(), answer);
  }

  @Override
  public void released(@Nullable Object lease) {
    if (lease instanceof KeyedLease keyed) {
      store.giveBack(keyed.key(), keyed.lease());
    } else {
      store.giveBack(name, lease);
    }
  }

  @Override
  public void abandoned(@Nullable Object lease) {
    // it was begun: the server has counted it
  }

  /** Takes a permit if one is there; returns whether it was. */
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  /**
   * Takes permits if they are there; returns whether they were.
   *
   * @throws IllegalArgumentException if {@code permits} is below 1
   */
  public boolean tryAcquire(long permits) {
    Admission answer = store.take(name, Rate.check("permits", permits), 0);
    boolean settled = answer.kind() != Admission.Kind.PENDING && answer.waitNanos() == 0;
    return (settled ? answer : waiting().atOnce(answer)).isGranted();
  }

  /**
   * Takes permits, waiting for them if need be; returns whether it got them.
   *
   * @param permits how many, 1 or more
   * @param maxWait how long to wait at most, zero or more; the limiter's own longest wait holds as well
   * @throws InterruptedException if the thread is or gets interrupted while it waits; nothing is taken then
   */
  public boolean tryAcquire(long permits, Duration maxWait) throws InterruptedException {
    long patience = Nanos.of("maxWait", maxWait);
    return waiting().sync(Rate.check("permits", permits), patience).isGranted();
  }

  /**
   * Takes a permit, waiting for it if need be.
   *
   * @throws AttemptRefusedException if the wait would be longer than the limiter's longest; tells when to come back
   * @throws InterruptedException if the thread is or gets interrupted while it waits; nothing is taken then
   */
  public void acquire() throws InterruptedException {
    acquire(1);
  }

  /**
   * Takes permits, waiting for them if need be. Throws as {@link #acquire()} does.
   *
   * @param permits how many, 1 or more
   * @throws InterruptedException if the thread is or gets interrupted while it waits; nothing is taken then
   */
  public void acquire(long permits) throws InterruptedException {
    Admission answer = waiting().sync(Rate.check("permits", permits), Nanos.FOREVER);
    if (!answer.isGranted()) {
      throw Waiting.refusal(this, answer);
    }
  }

  /**
   * Takes permits without blocking.
   *
   * @param permits how many, 1 or more
   * @param maxWait how long to wait at most, zero or more; the limiter's own longest wait holds as well
   * @return completes when the permits are there, or with {@link AttemptRefusedException}, or with what the timebase
   *     threw if it took no wait; cancelling it gives them back.
   *     It may complete on the timebase's thread: what is hung on it must be short, or go to an executor
   */
  public CompletableFuture<@Nullable Void> acquireAsync(long permits, Duration maxWait) {
    long patience = Nanos.of("maxWait", maxWait);
    return waiting().async(Rate.check("permits", permits), patience, this);
  }

  private Waiting waiting() {
    return new Waiting(store, name, timebase);
  }

  /**
   * Returns how many permits could be taken now without waiting, by whatever number; those of a prepaid limiter in pieces
   * of its burst less a batch at the most. For dashboards: it may be out of date when it arrives.
   *
   * @return zero or more; -1 if they are kept where it cannot be seen
   */
  public long availablePermits() {
    return store instanceof GcraStore bucket ? bucket.available() : -1;
  }

  @Override
  public String toString() {
    return "RateLimiter " + name;
  }
}
