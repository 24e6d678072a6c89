package io.retrykit.async;

import io.retrykit.guard.Admission;
import io.retrykit.loop.Passage;
import io.retrykit.loop.PendingAnswer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A call that waits for its guards: for a moment that one has granted, or for an answer that comes later. */
final class GuardWait extends WaitingNode
    implements Runnable, BiFunction<Admission, Throwable, Object> {
  private final AsyncCall<?> call;
  final Passage passage;
  private final @Nullable PendingAnswer answer;
  private final Pause pause;
  private volatile boolean late;

  GuardWait(AsyncCall<?> call, Passage passage, @Nullable PendingAnswer answer) {
    this.call = call;
    this.passage = passage;
    this.answer = answer;
    this.pause = call.engine().alarms.pause();
  }

  /** Begins to wait, for this long at most. */
  @SuppressWarnings("FutureReturnValueIgnored") // what it calls does not throw
  void begin(long nanos) {
    call.engine().alarms.begin(pause, this, nanos);
    if (answer != null) {
      answer.handle(this);
    }
    if (!call.isIn(this)) {
      call.engine().alarms.cancel(pause, this);
    }
  }

  /** The answer has come. */
  @Override
  public @Nullable Object apply(Admission given, Throwable none) {
    if (call.leave(this)) {
      call.engine().alarms.cancel(pause, this);
      if (late) {
        call.engine()
            .run(this, rejection -> call.rejected(rejection, this)); // not on the timer's thread
      } else {
        run();
      }
    }
    return null;
  }

  /** The time is over. */
  @Override
  public void fire() {
    PendingAnswer waited = answer;
    if (waited != null) {
      late = true;
      waited.giveUp();
    } else if (call.leave(this)) {
      call.engine().run(this, rejection -> call.rejected(rejection, this));
    }
  }

  @Override
  public void run() {
    call.goOn(this);
  }

  /** Nobody waits any more. */
  void stop() {
    call.engine().alarms.cancel(pause, this);
    passage.abandon();
  }
}
