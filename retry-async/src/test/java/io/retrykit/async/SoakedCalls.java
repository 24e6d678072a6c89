package io.retrykit.async;

import static java.time.Duration.ofMillis;

import io.retrykit.backoff.Jitter;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.time.Timebase;
import java.io.IOException;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Very many calls whose attempts end later, on other threads: 30 % fail, 1 % never end, 2 % end only after they were
 * given up, 5 % of the calls are cancelled; a limiter makes many of them wait. Counts what there was, so that nothing
 * can be lost.
 */
final class SoakedCalls {
  final AtomicLong ended = new AtomicLong();
  final AtomicLong good = new AtomicLong();
  final AtomicLong made = new AtomicLong();
  final AtomicLong stubborn = new AtomicLong();
  final AtomicLong late = new AtomicLong();
  final AtomicLong closed = new AtomicLong();
  final AtomicLong attempts = new AtomicLong();
  final CountedGuard guard;
  private final AsyncRetry retry;
  private final Later later;
  private final long scale;

  /** Does something after a while, on whatever thread. */
  interface Later {
    void after(long nanos, Runnable work);
  }

  /**
   * Makes the retry.
   *
   * @param timebase the clock; null for the machine's, with the shared timer
   * @param scale how long things take: calls are over after half a second times this
   * @param expected how many calls there will be
   * @param seed of the pauses
   */
  SoakedCalls(@Nullable Timebase timebase, long scale, int expected, long seed, Later later) {
    Timebase clock = timebase == null ? Timebase.system() : timebase;
    this.guard = new CountedGuard(RateLimiter.builder(expected, ofMillis(20 * scale))
        .burst(expected / 10)
        .timebase(clock)
        .build());
    RetryPolicy policy = RetryPolicy.builder()
        .maxAttempts(6)
        .initialDelay(ofMillis(2 * scale))
        .maxDelay(ofMillis(50 * scale))
        .jitter(Jitter.proportional())
        .random(new Random(seed)) // safe for use by many threads
        .attemptTimeout(ofMillis(30 * scale))
        .maxDuration(ofMillis(500 * scale))
        .guard(guard)
        .discovery(false)
        .timebase(clock)
        .build();
    AsyncRetry plain = AsyncRetry.with(policy);
    this.retry = timebase == null ? plain : plain.withExecutor(Runnable::run);
    this.later = later;
    this.scale = scale;
  }

  final class Result implements AutoCloseable {
    Result() {
      made.incrementAndGet();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  /** One that never ends until it is given up, and then comes to a result all the same. */
  private final class Stubborn extends CompletableFuture<Result> {
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private final long nanos;

    Stubborn(long nanos) {
      this.nanos = nanos;
      stubborn.incrementAndGet();
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      if (givenUp.compareAndSet(false, true)) {
        later.after(nanos, () -> {
          late.incrementAndGet();
          SoakedCalls.this.complete(this);
        });
      }
      return false;
    }
  }

  /** Begins a call; everything about it is drawn from this. */
  @SuppressWarnings("FutureReturnValueIgnored") // its end is counted
  CompletableFuture<Result> begin(SplittableRandom random) {
    boolean cancelled = random.nextInt(100) < 5;
    long moment = random.nextLong(TimeUnit.MILLISECONDS.toNanos(20 * scale));
    CompletableFuture<Result> call = retry.call(() -> attempt(random));
    call.whenComplete((result, failure) -> {
      ended.incrementAndGet();
      if (failure == null) {
        good.incrementAndGet();
      }
    });
    if (cancelled) {
      later.after(moment, () -> call.cancel(true));
    }
    return call;
  }

  private CompletableFuture<Result> attempt(SplittableRandom random) {
    attempts.incrementAndGet();
    int kind;
    long nanos;
    synchronized (random) { // attempts of one call may be begun by one thread after another
      kind = random.nextInt(100);
      nanos = random.nextLong(TimeUnit.MILLISECONDS.toNanos(10 * scale));
    }
    if (kind >= 97 && kind < 99) {
      return new Stubborn(nanos);
    }
    CompletableFuture<Result> stage = new CompletableFuture<>();
    if (kind < 30) {
      later.after(nanos, () -> stage.completeExceptionally(new IOException("on purpose")));
    } else if (kind < 97) {
      later.after(nanos, () -> complete(stage));
    }
    return stage;
  }

  private void complete(CompletableFuture<Result> stage) {
    if (!stage.isDone()) {
      Result result = new Result();
      if (!stage.complete(result)) {
        result.close(); // cancelled just now: it was never anybody's
      }
    }
  }
}
