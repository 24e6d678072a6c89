package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.loop.AttemptCall;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One attempt in flight. Whoever moves its call on from it (its stage, its timer, or the caller's cancel) owns what
 * comes next; the others find that it has gone.
 */
class Flight<T extends @Nullable Object> extends WaitingNode
    implements BiFunction<T, @Nullable Throwable, @Nullable Object> {
  final CompletionStage<? extends T> stage;
  final @Nullable Object granted;
  final long started;
  private final AsyncCall<T> call;
  private final @Nullable Attempt attempt;
  private @Nullable Thread boarding; // the thread that is subscribing to the stage
  private boolean landed; // while that thread was at it
  private @Nullable T given;

  @Nullable
  Throwable failure;

  Flight(
      AsyncCall<T> call,
      CompletionStage<? extends T> stage,
      @Nullable Attempt attempt,
      @Nullable Object granted,
      long started) {
    this.call = call;
    this.stage = stage;
    this.attempt = attempt;
    this.granted = granted;
    this.started = started;
  }

  /** Waits for the stage; tells whether it was over before it could be waited for. */
  boolean board() {
    boarding = Thread.currentThread();
    try {
      stage.handle(this); // not whenComplete: it wraps every failure anew
    } catch (Throwable thrown) {
      apply(null, thrown);
    }
    boarding = null;
    return landed;
  }

  /** Returns what the attempt came to; null also if it failed. */
  @Nullable
  T given() {
    return given;
  }

  final AsyncCall<T> call() {
    return call;
  }

  /** The stage is complete. */
  @Override
  public @Nullable Object apply(@Nullable T result, @Nullable Throwable thrown) {
    if (!call.leave(this)) {
      call.discard(result); // late: nobody waits for it
      return null;
    }
    given = result;
    failure = thrown;
    if (boarding == Thread.currentThread()) {
      landed = true; // the loop below on this thread's stack goes on with it
    } else {
      disarm();
      call.goOn(this);
    }
    return null;
  }

  /** Sets the alarm for the time an attempt may take. */
  void arm() {}

  /** Takes the alarm off. */
  void disarm() {}

  /** Its time is over; it has none. */
  @Override
  public void fire() {}

  /** Nobody waits for the attempt any more. */
  void stop(boolean mayInterrupt) {
    AttemptCall.cancel(attempt);
    disarm();
    Stages.cancel(stage, mayInterrupt);
  }

  /** One that may take only so long. */
  static final class Limited<T extends @Nullable Object> extends Flight<T> implements Runnable {
    private final Pause pause;
    private final long limitNanos;

    Limited(
        AsyncCall<T> call,
        CompletionStage<? extends T> stage,
        @Nullable Attempt attempt,
        @Nullable Object granted,
        long started,
        long limitNanos) {
      super(call, stage, attempt, granted, started);
      this.pause = call.engine().alarms.pause();
      this.limitNanos = limitNanos;
    }

    @Override
    void arm() {
      call().engine().alarms.begin(pause, this, limitNanos);
      if (!call().isIn(this)) { // over before the alarm was set
        disarm();
      }
    }

    @Override
    void disarm() {
      call().engine().alarms.cancel(pause, this);
    }

    @Override
    public void fire() {
      long more = stage instanceof StreamAttempt<?> attempt ? attempt.expire(limitNanos) : 0;
      if (more > 0) {
        again(more);
      } else if (more == 0 && call().leave(this)) {
        if (stage instanceof Volley<?> volley) {
          volley.timeIsOver(); // and not when the executor comes to it
        }
        call().engine().run(this, rejection -> call().rejected(rejection, this));
      }
    }

    private void again(long nanos) {
      try {
        call().engine().alarms.begin(pause, this, nanos);
      } catch (Throwable rejected) {
        call().engine().run(() -> stop(true), rejection -> stop(true)); // it will never hear
        return;
      }
      if (!call().isIn(this)) {
        disarm();
      }
    }

    /** It has taken too long: what it may still come to is nobody's. */
    @Override
    public void run() {
      int number = call().attempt();
      AttemptTimeoutException overdue =
          new AttemptTimeoutException(number, Duration.ofNanos(limitNanos), null);
      if (stage instanceof Volley<?> volley) {
        volley.expire(overdue);
      }
      stop(true);
      failure = overdue;
      call().goOn(this);
    }
  }
}
