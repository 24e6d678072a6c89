package io.retrykit.ratelimit;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Causes;
import io.retrykit.guard.Admission;
import io.retrykit.guard.Guard;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits for what a store has granted, and gives it back where the wait comes to nothing. */
record Waiting(PermitStore store, String key, Timebase timebase) {
  private static final Admission LATE = Admission.refused("no answer in time", Admission.UNKNOWN);

  /** Returns a grant without a wait, or a refusal; an answer that is not there yet counts as one. */
  Admission atOnce(Admission answer) {
    if (answer.kind() != Admission.Kind.PENDING) {
      return within(0, answer);
    }
    CompletableFuture<Admission> said = answerOf(answer);
    said.complete(LATE);
    return within(0, said.join());
  }

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
          giveBack(answer);
        }
      }
    }
    return answer;
  }

  private Admission await(Admission pending, long patienceNanos) throws InterruptedException {
    CompletableFuture<Admission> said = answerOf(pending);
    long start = begin(said);
    Timebase.Scheduled limit = limit(patienceNanos, said);
    try {
      Admission given = said.get();
      return within(patienceNanos, start, given);
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible);
    } catch (InterruptedException interrupt) {
      abandon(said);
      throw interrupt;
    } finally {
      cancel(limit);
    }
  }

  /** Returns the moment from which an answer is waited for. */
  private long begin(CompletableFuture<Admission> said) {
    try {
      return timebase.nanos();
    } catch (Throwable broken) {
      abandon(said);
      throw broken;
    }
  }

  /** Ends the wait for an answer in time; what cannot be ended is not begun. */
  private Timebase.Scheduled limit(long patienceNanos, CompletableFuture<Admission> said) {
    try {
      return timebase.schedule(patienceNanos, () -> said.complete(LATE));
    } catch (Throwable broken) {
      abandon(said);
      throw broken;
    }
  }

  /** Nobody waits for the answer: what it grants goes back, now or when it comes. */
  private void abandon(CompletableFuture<Admission> said) {
    if (!said.complete(LATE)) {
      giveBack(said.join()); // came between the end of the wait and here
    }
  }

  /** What is waited for has come, or will not: that must not be lost because a timer cannot be taken back. */
  private static void cancel(Timebase.Scheduled timer) {
    try {
      timer.cancel();
    } catch (Throwable dropped) {
      // it fires once more, and finds nobody
    }
  }

  CompletableFuture<@Nullable Void> async(long permits, long patienceNanos, Guard limiter) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    Admission answer = store.take(key, permits, patienceNanos);
    try {
      if (answer.kind() == Admission.Kind.PENDING) {
        await(done, answer, patienceNanos, limiter);
      } else {
        settle(done, answer, limiter);
      }
    } catch (
        Throwable broken) { // a time base that takes no wait, or a store that takes nothing back
      done.completeExceptionally(broken);
    }
    return done;
  }

  private void await(
      CompletableFuture<@Nullable Void> done,
      Admission pending,
      long patienceNanos,
      Guard limiter) {
    CompletableFuture<Admission> said = answerOf(pending);
    long start = begin(said);
    Timebase.Scheduled limit = limit(patienceNanos, said);
    CompletableFuture<?> unusedAnswer = said.thenAccept(given -> {
      cancel(limit);
      try {
        settle(done, within(patienceNanos, start, given), limiter);
      } catch (Throwable broken) {
        done.completeExceptionally(broken);
      }
    });
    CompletableFuture<?> unusedEnd = done.handle((nothing, failure) -> said.complete(LATE));
  }

  private void settle(CompletableFuture<@Nullable Void> done, Admission answer, Guard limiter) {
    if (!answer.isGranted()) {
      done.completeExceptionally(refusal(limiter, answer));
      return;
    }
    if (answer.waitNanos() == 0) {
      if (!done.complete(null)) {
        giveBack(answer);
      }
      return;
    }
    Timebase.Scheduled due;
    try {
      due = timebase.schedule(answer.waitNanos(), () -> done.complete(null));
    } catch (Throwable broken) {
      giveBack(answer);
      throw broken;
    }
    CompletableFuture<?> unused = done.handle((nothing, failure) -> {
      if (failure != null) { // cancelled, or timed out by its owner
        cancel(due);
        giveBack(answer);
      }
      return failure;
    });
  }

  /** Returns what the store says, as a grant or a refusal. A grant that comes after something else was said goes back. */
  private CompletableFuture<Admission> answerOf(Admission pending) {
    CompletableFuture<Admission> said = new CompletableFuture<>();
    pending.stage().whenComplete((given, failure) -> {
      Admission answer = failure == null ? checked(given) : failed(failure);
      if (!said.complete(answer)) {
        giveBack(answer);
      }
    });
    return said;
  }

  private static Admission checked(@Nullable Admission given) {
    return given == null || given.kind() == Admission.Kind.PENDING
        ? Admission.refused("the store failed: its answer was " + given, Admission.UNKNOWN)
        : given;
  }

  private static Admission failed(Throwable failure) {
    Throwable real = Causes.unwrap(failure);
    return Admission.refused("the store failed: " + real, Admission.UNKNOWN, real);
  }

  /** Returns the answer if its wait fits into what is left; else gives it back and refuses. */
  private Admission within(long leftNanos, Admission answer) {
    long wait = answer.waitNanos();
    if (wait <= leftNanos) {
      return answer;
    }
    giveBack(answer);
    return Admission.refused("its wait of " + Nanos.text(wait) + " is too long", wait);
  }

  /** Returns the answer if its wait fits into what is left of the patience; else gives it back, also where no clock says what is left. */
  private Admission within(long patienceNanos, long start, Admission answer) {
    long left;
    try {
      left = Math.max(0, patienceNanos - (timebase.nanos() - start));
    } catch (Throwable broken) {
      giveBack(answer);
      throw broken;
    }
    return within(left, answer);
  }

  private void giveBack(Admission answer) {
    if (answer.isGranted()) {
      store.giveBack(key, answer.lease());
    }
  }

  /** Makes the exception for a refusal; its cause is what the store threw, if it did. */
  static AttemptRefusedException refusal(Guard limiter, Admission answer) {
    return limiter.refusal(answer, answer.lease() instanceof Throwable thrown ? thrown : null);
  }
}
