package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import io.retrykit.guard.Guard;
import io.retrykit.time.Timebase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for what a store has granted, and gives it back where the wait comes to nothing. */
record Waiting(PermitStore store, String key, Timebase timebase) {
  /** Returns a grant whose wait is over, or a refusal. */
  Admission sync(long permits, long patienceNanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before permits were taken");
    }
    Admission answer = store.take(key, permits, patienceNanos);
    if (answer.kind() == Admission.Kind.PENDING) {
      answer = await(answer, patienceNanos);
    }
    if (answer.waitNanos() > 0) {
      boolean waited = false;
      try {
        timebase.sleep(answer.waitNanos());
        waited = true;
      } finally {
        if (!waited) {
          store.giveBack(key, answer.lease());
        }
      }
    }
    return answer;
  }

  private Admission await(Admission pending, long patienceNanos) throws InterruptedException {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    pending.stage().handle((given, failure) -> {
      boolean late =
          !(failure == null ? answer.complete(given) : answer.completeExceptionally(failure));
      if (late && failure == null) {
        store.giveBack(key, given.lease());
      }
      return answer;
    });
    Timebase.Scheduled limit = timebase.schedule(
        patienceNanos, () -> answer.completeExceptionally(new TimeoutException()));
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      return Admission.refused(
          failed.getCause() instanceof TimeoutException
              ? "no answer in time"
              : "the store failed: " + failed.getCause(),
          Admission.UNKNOWN);
    } catch (InterruptedException interrupt) {
      if (!answer.cancel(false) && !answer.isCompletedExceptionally()) {
        store.giveBack(key, answer.join().lease());
      }
      throw interrupt;
    } finally {
      limit.cancel();
    }
  }

  /** Nobody waits for this answer. */
  static void giveBackWhenAnswered(PermitStore store, String key, Admission pending) {
    pending.stage().handle((given, failure) -> {
      if (failure == null && given.isGranted()) {
        store.giveBack(key, given.lease());
      }
      return given;
    });
  }

  CompletableFuture<@Nullable Void> async(long permits, long patienceNanos, Guard limiter) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    Admission answer = store.take(key, permits, patienceNanos);
    if (answer.kind() != Admission.Kind.PENDING) {
      settle(done, answer, limiter);
      return done;
    }
    answer.stage().handle((given, failure) -> {
      if (failure != null) {
        done.completeExceptionally(failure);
      } else {
        settle(done, given, limiter);
      }
      return given;
    });
    Timebase.Scheduled limit = timebase.schedule(
        patienceNanos,
        () -> done.completeExceptionally(
            limiter.refusal(Admission.refused("no answer in time", Admission.UNKNOWN), null)));
    CompletableFuture<?> unused = done.handle((nothing, failure) -> limit.cancel());
    return done;
  }

  private void settle(CompletableFuture<@Nullable Void> done, Admission answer, Guard limiter) {
    if (!answer.isGranted()) {
      done.completeExceptionally(limiter.refusal(answer, null));
      return;
    }
    if (answer.waitNanos() == 0) {
      if (!done.complete(null)) {
        store.giveBack(key, answer.lease());
      }
      return;
    }
    Timebase.Scheduled due = timebase.schedule(answer.waitNanos(), () -> done.complete(null));
    CompletableFuture<?> unused = done.handle((nothing, failure) -> {
      if (failure != null) { // cancelled, or timed out by its owner
        due.cancel();
        store.giveBack(key, answer.lease());
      }
      return failure;
    });
  }
}
