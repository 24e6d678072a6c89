package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Timebase;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Very many calls whose attempts end later, on other threads: 30 % fail, 1 % never end, 5 % of the calls are cancelled.
 * Counts what there was, so that nothing can be lost.
 */
final class SoakedCalls {
  final AtomicLong ended = new AtomicLong();
  final AtomicLong good = new AtomicLong();
  final AtomicLong made = new AtomicLong();
  final AtomicLong closed = new AtomicLong();
  final AtomicLong granted = new AtomicLong();
  final AtomicLong told = new AtomicLong();
  final AtomicLong attempts = new AtomicLong();
  private final AsyncRetry retry;
  private final Later later;

  /** Does something after a while, on whatever thread. */
  interface Later {
    void after(long nanos, Runnable work);
  }

  SoakedCalls(@Nullable Timebase timebase, long scale, Later later) {
    RetryPolicy policy = RetryPolicy.builder()
        .maxAttempts(6)
        .initialDelay(ofMillis(2 * scale))
        .maxDelay(ofMillis(50 * scale))
        .attemptTimeout(ofMillis(30 * scale))
        .maxDuration(ofSeconds(scale))
        .guard(new Counting())
        .discovery(false)
        .timebase(timebase == null ? Timebase.system() : timebase)
        .build();
    AsyncRetry plain = AsyncRetry.with(policy);
    this.retry = timebase == null ? plain : plain.withExecutor(Runnable::run);
    this.later = later;
  }

  private final class Counting implements Guard {
    @Override
    public String name() {
      return "counting";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      granted.incrementAndGet();
      return Admission.granted();
    }

    @Override
    public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
      told.incrementAndGet();
    }

    @Override
    public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
      told.incrementAndGet();
    }

    @Override
    public void abandoned(@Nullable Object lease) {
      told.incrementAndGet();
    }
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

  /** Begins a call; everything about it is drawn from this. */
  @SuppressWarnings("FutureReturnValueIgnored") // its end is counted
  CompletableFuture<Result> begin(SplittableRandom random, long scale) {
    CompletableFuture<Result> call = retry.call(() -> attempt(random, scale));
    call.whenComplete((result, failure) -> {
      ended.incrementAndGet();
      if (failure == null) {
        good.incrementAndGet();
      }
    });
    if (random.nextInt(100) < 5) {
      later.after(
          random.nextLong(TimeUnit.MILLISECONDS.toNanos(20 * scale)), () -> call.cancel(true));
    }
    return call;
  }

  private CompletableFuture<Result> attempt(SplittableRandom random, long scale) {
    attempts.incrementAndGet();
    CompletableFuture<Result> stage = new CompletableFuture<>();
    int kind;
    long nanos;
    synchronized (random) { // attempts of one call may be begun by one thread after another
      kind = random.nextInt(100);
      nanos = random.nextLong(TimeUnit.MILLISECONDS.toNanos(10 * scale));
    }
    if (kind < 30) {
      later.after(nanos, () -> stage.completeExceptionally(new IOException("on purpose")));
    } else if (kind < 99) {
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
