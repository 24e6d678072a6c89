package io.retrykit.async;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.CallState;
import io.retrykit.loop.Discards;
import io.retrykit.policy.RetryEvent;
import io.retrykit.spi.ContextProvider;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The way of one call: past the guards, into an attempt, and out of it again, into a pause or to the end. Each step runs
 * on whatever thread has brought what the call was waiting for, one after the other, in a loop: attempts that are over
 * at once follow each other without growing the stack.
 */
final class AsyncCall<T extends @Nullable Object> extends CallFuture<T>
    implements Runnable, BiFunction<T, @Nullable Throwable, @Nullable Object> {
  private final Route route;
  private final long start;
  private @Nullable Object operation; // null when the call is over
  private @Nullable CallState state; // from the beginning if a repeated attempt is around the call
  final ContextProvider.@Nullable Captured @Nullable [] context;

  AsyncCall(Route route, Object operation, long start) {
    this(route, operation, start, CallState.ifNested());
  }

  AsyncCall(Route route, Object operation, long start, @Nullable CallState state) {
    this.state = state;
    this.route = route;
    this.operation = operation;
    this.start = start;
    this.context = route.engine().contexts.capture();
  }

  /** Returns what begins an attempt; null when the call is over. */
  @Nullable
  Object operation() {
    return operation;
  }

  Engine engine() {
    return route.engine();
  }

  long start() {
    return start;
  }

  int attempt() {
    CallState now = state;
    return now == null ? 1 : now.attempt();
  }

  CallState state() {
    CallState now = state;
    if (now == null) {
      now = CallState.notNested();
      state = now;
    }
    return now;
  }

  /** Returns how far the call has come; mostly null in its first attempt. */
  @Nullable
  CallState stateSoFar() {
    return state;
  }

  AdmissionRequest request() {
    CallState now = state;
    return engine().request(route.request(), now == null ? 1 : now.number(), start);
  }

  /**
   * Begins the call on the caller's thread, with its first attempt.
   *
   * @param begun the attempt, if it was begun already
   */
  void begin(@Nullable CompletionStage<? extends T> begun) {
    try {
      if (begun == null || Boarding.board(this, begun)) {
        fly();
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  /** Goes on with the pause after an attempt that has ended already. */
  void beginPause() {
    try {
      if (pause()) {
        fly();
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  /** What the call was waiting for has come; the call is this thread's. */
  void goOn(Object from) {
    goOn(from, null, null);
  }

  private void goOn(Object from, @Nullable T result, @Nullable Throwable failure) {
    ContextProvider.@Nullable Scope[] scopes = Contexts.restore(context);
    try {
      if (isDue(from, result, failure)) {
        fly();
      }
    } catch (Throwable thrown) {
      fail(thrown);
    } finally {
      Contexts.close(scopes);
    }
  }

  /** The stage of an attempt that nothing else waits with is complete. */
  @Override
  public @Nullable Object apply(@Nullable T result, @Nullable Throwable thrown) {
    Object place = at();
    boolean last = thrown == null && context == null && engine().takes(result);
    if (!(place instanceof CompletableFuture<?>)
        || !(last ? finishFrom(place, result) : leave(place))) {
      discard(result); // late: the call is over
    } else if (last) {
      clear();
    } else {
      goOn(place, result, thrown);
    }
    return null;
  }

  /** Its pause is over. */
  @Override
  public void fire() {
    if (at() instanceof Pause pause && leave(pause)) {
      engine().run(this, rejection -> rejected(rejection, this));
    }
  }

  @Override
  public void run() {
    goOn(this);
  }

  /** Tells whether an attempt is due at once. */
  @SuppressWarnings("unchecked") // its own flight
  private boolean isDue(Object from, @Nullable T result, @Nullable Throwable failure) {
    if (from instanceof Flight<?>) {
      return landed((Flight<T>) from);
    }
    if (from instanceof GuardWait wait) {
      Object granted = Entry.pass(this, wait.passage);
      return granted != null && Takeoff.attempt(this, granted);
    }
    if (from instanceof CompletionStage<?> stage && stage != this) {
      tellOf(stage, result, failure);
      return Landing.next(this, null, Admission.UNKNOWN, result, failure, start);
    }
    return pauseEnded();
  }

  boolean landed(Flight<T> flight) {
    tellOf(flight.stage, flight.given(), flight.failure);
    return Landing.next(
        this, flight.granted, flight.started, flight.given(), flight.failure, start);
  }

  /**
   * Attempts beside each other tell the call what came before what they ended with. Throws what a rule has thrown that
   * looked at that.
   */
  void tellOf(@Nullable CompletionStage<?> stage, @Nullable T result, @Nullable Throwable failure) {
    if (stage instanceof Volley<?> volley) {
      volley.tellOf(state(), result, failure);
    }
  }

  /** Makes attempts until something has to be waited for, or the call is over. */
  private void fly() {
    boolean due = true;
    while (due) {
      Object granted = null;
      if (engine().gate != null) {
        granted = Entry.enter(this, request(), start);
        if (granted == null) {
          return;
        }
      }
      due = Takeoff.attempt(this, granted);
    }
  }

  /** Begins the pause after an attempt. Tells whether there is none, so that the next one is due at once. */
  boolean pause() {
    CallState now = state();
    if (now.pause() == 0) {
      return pauseEnded();
    }
    Pause pause = engine().alarms.pause();
    if (!moveTo(pause)) {
      return dropped();
    }
    try {
      engine().alarms.begin(pause, this, now.pause());
    } catch (Throwable rejected) {
      if (leave(pause)) {
        throw engine().course.driverFailed(now, rejected);
      }
    }
    if (isOver()) { // cancelled before the alarm was set
      engine().alarms.cancel(pause, this);
    }
    return false;
  }

  private boolean pauseEnded() {
    CallState now = state();
    if (isOver()) {
      return dropped();
    }
    Throwable failure = now.failure();
    return engine().end.pauseEnded(now, start)
        || fail(Objects.requireNonNullElseGet(failure, AssertionError::new));
  }

  boolean fail(Throwable failure) {
    finishExceptionally(failure);
    clear();
    return false;
  }

  /** What should have gone on elsewhere was not taken there. */
  void rejected(Throwable rejection, Object from) {
    try {
      Boarding.drop(this, from, operation, true);
      throw engine().course.driverFailed(state(), rejection);
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  @Override
  void left(Object place, boolean mayInterrupt) {
    if (place != RUNNING) { // else the thread it runs on will see
      Boarding.drop(this, place, operation, mayInterrupt);
      dropped();
    }
  }

  /** The call was ended from outside. */
  boolean dropped() {
    CallState now = state;
    if (now != null || engine().plan.want(RetryEvent.Type.GAVE_UP)) {
      engine().course.cancelled(state());
    }
    clear();
    return false;
  }

  /** Holds nothing any more: a future may be kept long after its call. */
  void clear() {
    operation = null;
    state = null;
  }

  /** A result that nobody will be handed is closed. */
  void discard(@Nullable Object result) {
    Discards.discard(engine().policy(), result);
  }
}
