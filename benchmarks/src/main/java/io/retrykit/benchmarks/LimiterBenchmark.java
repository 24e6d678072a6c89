package io.retrykit.benchmarks;

import dev.failsafe.RateLimiter;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.ratelimiter.internal.SemaphoreBasedRateLimiter;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a permit cost where there are plenty? All limiters allow one a nanosecond, more than two threads can take;
 * one limiter serves all threads. {@code java -jar benchmarks.jar Limiter -prof gc}, with {@code -t 2} for two threads.
 */
@State(Scope.Benchmark)
public class LimiterBenchmark extends NanosPerCall {
  private static final int PLENTY = 1_000_000_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final AdmissionRequest REQUEST =
      AdmissionRequest.first("limiter", 1, Nanos.FOREVER);

  private final AtomicLong counter = new AtomicLong(Long.MAX_VALUE);
  private final HandWrittenGcra hand = new HandWrittenGcra(1, PLENTY);
  private final io.retrykit.ratelimit.RateLimiter limiter =
      io.retrykit.ratelimit.RateLimiter.of(PLENTY, SECOND);
  private final io.retrykit.ratelimit.RateLimiter prepaid =
      io.retrykit.ratelimit.RateLimiter.builder(PLENTY, SECOND).prepaid(true).build();

  @SuppressWarnings("UnstableApiUsage") // Guava calls it so since 2012
  private final com.google.common.util.concurrent.RateLimiter guava =
      com.google.common.util.concurrent.RateLimiter.create(PLENTY);

  private final RateLimiterConfig config = RateLimiterConfig.custom()
      .limitForPeriod(PLENTY)
      .limitRefreshPeriod(SECOND)
      .timeoutDuration(Duration.ZERO)
      .build();
  private final AtomicRateLimiter atomic = new AtomicRateLimiter("atomic", config);
  private final SemaphoreBasedRateLimiter semaphore =
      new SemaphoreBasedRateLimiter("semaphore", config);
  private final Bucket bucket = Bucket.builder()
      .addLimit(limit -> limit.capacity(PLENTY).refillGreedy(PLENTY, SECOND))
      .build();
  private final Bucket nanosBucket = Bucket.builder()
      .addLimit(limit -> limit.capacity(PLENTY).refillGreedy(PLENTY, SECOND))
      .withNanosecondPrecision()
      .build();
  private final RateLimiter<Object> smooth =
      RateLimiter.smoothBuilder(PLENTY, SECOND).build();
  private final RateLimiter<Object> bursty =
      RateLimiter.burstyBuilder(PLENTY, SECOND).build();

  /** One that refuses is measured for nothing. */
  @Setup(Level.Iteration)
  @TearDown(Level.Iteration)
  @SuppressWarnings("UnstableApiUsage")
  public void check() {
    BooleanSupplier[] all = {
      hand::tryAcquire,
      limiter::tryAcquire,
      () -> limiter.admit(REQUEST).isGranted(),
      prepaid::tryAcquire,
      () -> prepaid.admit(REQUEST).isGranted(),
      guava::tryAcquire,
      atomic::acquirePermission,
      semaphore::acquirePermission,
      () -> bucket.tryConsume(1),
      () -> nanosBucket.tryConsume(1),
      smooth::tryAcquirePermit,
      bursty::tryAcquirePermit,
    };
    for (int i = 0; i < all.length; i++) {
      for (int permit = 0; permit < 100; permit++) {
        if (!all[i].getAsBoolean()) {
          throw new IllegalStateException("limiter " + i + " refused");
        }
      }
    }
  }

  /** What no limiter that reads it can do without. */
  @Benchmark
  public long clock() {
    return System.nanoTime();
  }

  /** The same algorithm, by hand. */
  @Benchmark
  public boolean handWritten() {
    return hand.tryAcquire();
  }

  /** Ours, as the guard of a policy. */
  @Benchmark
  public Admission admit() {
    return limiter.admit(REQUEST);
  }

  /** Ours, by itself. */
  @Benchmark
  public boolean tryAcquire() {
    return limiter.tryAcquire();
  }

  /** What no limiter can do without that hands out permits one by one and reads no clock. */
  @Benchmark
  public long fetchAndAdd() {
    return counter.getAndAdd(-1L);
  }

  /** Ours with permits bought in batches, as the guard of a policy. */
  @Benchmark
  public Admission prepaidAdmit() {
    return prepaid.admit(REQUEST);
  }

  /** Ours with permits bought in batches, by itself. */
  @Benchmark
  public boolean prepaidTryAcquire() {
    return prepaid.tryAcquire();
  }

  /** Guava's, under a lock. */
  @Benchmark
  @SuppressWarnings("UnstableApiUsage")
  public boolean guava() {
    return guava.tryAcquire();
  }

  /** Resilience4j's default. */
  @Benchmark
  public boolean resilience4jAtomic() {
    return atomic.acquirePermission();
  }

  /** Resilience4j's other one: a timer refills a semaphore, no clock is read. */
  @Benchmark
  public boolean resilience4jSemaphore() {
    return semaphore.acquirePermission();
  }

  /** Bucket4j's default: lock-free, milliseconds. */
  @Benchmark
  public boolean bucket4j() {
    return bucket.tryConsume(1);
  }

  /** Bucket4j's with the clock the others read. */
  @Benchmark
  public boolean bucket4jNanos() {
    return nanosBucket.tryConsume(1);
  }

  /** Failsafe's evenly spaced one, under a lock. */
  @Benchmark
  public boolean failsafeSmooth() {
    return smooth.tryAcquirePermit();
  }

  /** Failsafe's that counts by the period, under a lock. */
  @Benchmark
  public boolean failsafeBursty() {
    return bursty.tryAcquirePermit();
  }
}
