package io.retrykit.async;

import static java.time.Duration.ofSeconds;

import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A call of two attempts at most that two threads are about to meet in. */
final class StressedCall {
  final HandTime time = new HandTime();
  final AtomicReferenceArray<Attempt> attempts = new AtomicReferenceArray<>(2);
  final AtomicInteger begun = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger granted = new AtomicInteger();
  final AtomicInteger ended = new AtomicInteger();
  final CompletableFuture<Admission> answer = new CompletableFuture<>();
  final AsyncRetry retry;

  private StressedCall(RetryPolicyBuilder policy) {
    retry = AsyncRetry.with(policy.timebase(time).discovery(false).build())
        .withExecutor(Runnable::run);
  }

  /** An attempt that may or may not hear of a cancel. */
  static final class Attempt extends CompletableFuture<Object> {
    volatile boolean cancelled;

    @Override
    public boolean cancel(boolean mayInterrupt) {
      cancelled = true;
      return false; // as of those that have been sent and cannot be called back
    }
  }

  private static RetryPolicyBuilder policy() {
    return RetryPolicy.builder().maxAttempts(2).backoff(Backoff.fixed(ofSeconds(1)));
  }

  /** One whose attempts may take a second. */
  static StressedCall timed() {
    return new StressedCall(policy().attemptTimeout(ofSeconds(1)));
  }

  /** One that nothing limits. */
  static StressedCall plain() {
    return new StressedCall(policy());
  }

  /** One whose attempts are granted by a guard, at once. */
  static StressedCall guarded() {
    return guarded(false);
  }

  /** One whose attempts are granted by a guard, when {@link #answer} comes. */
  static StressedCall asked() {
    return guarded(true);
  }

  private static StressedCall guarded(boolean pending) {
    Counting guard = new Counting();
    StressedCall call = new StressedCall(policy().guard(guard));
    guard.call = call;
    guard.pending = pending;
    return call;
  }

  CompletableFuture<Object> begin() {
    return retry.call(() -> {
      Attempt attempt = new Attempt();
      attempts.set(begun.getAndIncrement(), attempt);
      return attempt;
    });
  }

  /** Begins it, and lets its first attempt fail: it pauses. */
  CompletableFuture<Object> beginPause() {
    CompletableFuture<Object> future = begin();
    first().completeExceptionally(new IllegalStateException("on purpose"));
    return future;
  }

  Attempt first() {
    return attempts.get(0);
  }

  /** Something that has to be closed if nobody gets it. */
  AutoCloseable product() {
    return closed::incrementAndGet;
  }

  /** Returns how many attempts were begun and still have somebody waiting for them. */
  int open() {
    int open = 0;
    for (int i = 0; i < begun.get(); i++) {
      Attempt attempt = attempts.get(i);
      open += attempt.isDone() || attempt.cancelled ? 0 : 1;
    }
    return open;
  }

  private static final class Counting implements Guard {
    private @Nullable StressedCall call;
    private boolean pending;

    private StressedCall call() {
      if (call == null) {
        throw new AssertionError("no call");
      }
      return call;
    }

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      call().granted.incrementAndGet();
      return pending ? Admission.pending(call().answer) : Admission.granted();
    }

    @Override
    public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
      call().ended.incrementAndGet();
    }

    @Override
    public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
      call().ended.incrementAndGet();
    }

    @Override
    public void abandoned(@Nullable Object lease) {
      call().ended.incrementAndGet();
    }
  }
}
