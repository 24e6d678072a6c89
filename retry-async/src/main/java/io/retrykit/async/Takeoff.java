package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.loop.CallState;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Begins the attempts of calls, alone or beside each other. Stateless. */
final class Takeoff {
  private Takeoff() {}

  /** Makes an attempt that the guards have granted. Tells whether the next one is due at once. */
  static <T extends @Nullable Object> boolean attempt(AsyncCall<T> call, @Nullable Object granted) {
    Engine engine = call.engine();
    Object begins = call.operation();
    CallState now = call.stateSoFar();
    if (begins == null || call.isOver()) {
      engine.released(granted);
      return call.dropped();
    }
    if (now != null) {
      now.begin();
    }
    long started = engine.started();
    long limit = engine.limit(call.start());
    if (engine.hedging != null) { // attempts beside each other are told their ends one by one
      Volley<T> volley = new Volley<>(call, engine.hedging, begins, limit);
      volley.begin(granted);
      return Boarding.board(call, volley, null, null, started, limit);
    }
    Attempt attempt = null;
    CompletionStage<? extends T> begun;
    try {
      attempt = Operations.attempt(begins);
      begun = Operations.begin(begins, attempt, engine.policy(), now);
    } catch (Throwable thrown) {
      return Landing.next(call, granted, started, null, thrown, call.start());
    }
    return Boarding.board(call, begun, attempt, granted, started, limit);
  }
}
