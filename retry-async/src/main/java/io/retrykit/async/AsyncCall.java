package io.retrykit.async;

import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.CallState;
import io.retrykit.loop.Discards;
import io.retrykit.loop.Nesting;
import io.retrykit.policy.RetryEvent;
import io.retrykit.spi.ContextProvider;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way of one call: past the guards, into an attempt, and out of it again, into a pause or to the end. Each step runs
 * on whatever thread has brought what the call was waiting for, one after the other, in a loop: attempts that are over
 * at once follow each other without growing the stack.
 */
final class AsyncCall<T extends @Nullable Object> extends CallFuture<T> implements Runnable {
  private final Route route;
  private final long start;
  private @Nullable Object operation; // null when the call is over
  private @Nullable CallState state;
  private final ContextProvider.@Nullable Captured @Nullable [] context;

  AsyncCall(Route route, Object operation, long start) {
    this.route = route;
    this.operation = operation;
    this.start = start;
    this.context = route.engine().contexts.capture();
  }

  Engine engine() {
    return route.engine();
  }

  int attempt() {
    CallState now = state;
    return now == null ? 1 : now.attempt();
  }

  CallState state() {
    CallState now = state;
    if (now == null) {
      now = new CallState();
      state = now;
    }
    return now;
  }

  /** Returns how far the call has come; null in its first attempt. */
  @Nullable
  CallState stateSoFar() {
    return state;
  }

  AdmissionRequest request() {
    return engine().request(route.request(), attempt(), start);
  }

  /** Makes the first attempt, on the caller's thread. */
  void begin() {
    try {
      fly();
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  /** Goes on from a first attempt that was begun already; without a stage it has thrown. */
  void begin(@Nullable CompletionStage<? extends T> begun, @Nullable Throwable thrown) {
    try {
      Flight<T> flight = engine().flight(this, null, start);
      if (!moveTo(flight)) {
        throw new AssertionError("nobody has seen this call yet");
      }
      if (thrown == null) {
        flight.board(begun);
      } else {
        flight.board(thrown);
      }
      if (boarded(flight)) {
        fly();
      }
    } catch (Throwable unforeseen) {
      fail(unforeseen);
    }
  }

  /** What the call was waiting for has come; the call is this thread's. */
  void goOn(Object from) {
    ContextProvider.@Nullable Scope[] scopes = Contexts.restore(context);
    try {
      if (isDue(from)) {
        fly();
      }
    } catch (Throwable thrown) {
      fail(thrown);
    } finally {
      Contexts.close(scopes);
    }
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
  private boolean isDue(Object from) {
    if (from instanceof Flight<?>) {
      return Landing.next(this, (Flight<T>) from, start);
    }
    if (from instanceof GuardWait wait) {
      Object granted = Entry.pass(this, wait.passage);
      return granted != null && attempt(granted);
    }
    return pauseEnded();
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
      due = attempt(granted);
    }
  }

  /** Makes an attempt. Tells whether the next one is due at once. */
  private boolean attempt(@Nullable Object granted) {
    Object begins = operation;
    CallState now = state;
    if (now != null) {
      now.begin();
    }
    // attempts beside each other are told their ends one by one
    Flight<T> flight = engine().flight(this, engine().hedging == null ? granted : null, start);
    if (begins == null || !moveTo(flight)) {
      engine().released(granted);
      dropped();
      return false;
    }
    if (now == null || now.attempt() == 1) {
      engine().begin(flight, begins, request(), granted);
      return boarded(flight);
    }
    @Nullable Object[] place = Nesting.place();
    Object outer = Nesting.enter(place, engine().policy());
    try {
      engine().begin(flight, begins, request(), granted);
    } finally {
      Nesting.leave(place, outer);
    }
    return boarded(flight);
  }

  /** The attempt is in flight, or over already. */
  private boolean boarded(Flight<T> flight) {
    if (flight.hasLanded()) {
      return Landing.next(this, flight, start);
    }
    try {
      flight.arm();
    } catch (Throwable rejected) {
      if (leave(flight)) {
        flight.stop(true);
        engine().abandoned(flight.granted);
        throw engine().course.driverFailed(state(), rejected);
      }
    }
    return false;
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
      if (from instanceof Flight<?> flight) {
        flight.stop(true);
        engine().abandoned(flight.granted);
      } else if (from instanceof GuardWait wait) {
        wait.stop();
      }
      throw engine().course.driverFailed(state(), rejection);
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  @Override
  void left(Object place, boolean mayInterrupt) {
    if (place == RUNNING) {
      return; // the thread it runs on will see
    }
    if (place instanceof Flight<?> flight) {
      flight.stop(mayInterrupt);
      engine().abandoned(flight.granted);
    } else if (place instanceof GuardWait wait) {
      wait.stop();
    } else if (place instanceof Pause pause) {
      engine().alarms.cancel(pause, this);
    }
    dropped();
  }

  /** The call was ended from outside. */
  boolean dropped() {
    CallState now = state;
    if (now != null || engine().plan.want(RetryEvent.Type.GAVE_UP)) {
      engine().course.cancelled(state(), "the call was cancelled");
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
