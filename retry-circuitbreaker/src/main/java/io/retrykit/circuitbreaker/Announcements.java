package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import io.retrykit.spi.OneLine;
import io.retrykit.time.Nanos;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;

/** Tells the log, the flight recorder and the listeners. What any of them throws is logged and dropped. */
final class Announcements {
  private Announcements() {}

  static void transition(CircuitBreaker breaker, CircuitTransition step, long remainingNanos) {
    try {
      log(step, remainingNanos);
      if (isRecording()) {
        TransitionJfrEvent.write(step);
      }
    } catch (Throwable dropped) { // a log that is full must not cost the call
      warn(breaker, dropped);
    }
    each(breaker, listener -> listener.onTransition(step));
  }

  /** The first event class to be loaded sets up the whole of JFR; without a recording none is. */
  private static boolean isRecording() {
    try {
      return FlightRecorder.isInitialized();
    } catch (LinkageError trimmed) { // a runtime without JFR
      return false;
    }
  }

  /** Asks first: words that nobody reads are not put together. */
  private static void log(CircuitTransition step, long remainingNanos) {
    boolean isOpen = step.to() == CircuitState.OPEN || step.to() == CircuitState.FORCED_OPEN;
    if (isOpen && Settings.LOG.isWarnEnabled()) {
      Settings.LOG.warn(
          "{}: {} -> {}{}: {}",
          OneLine.all(
              step.breaker(),
              step.from(),
              step.to(),
              remainingNanos < 0 ? "" : " for " + Nanos.text(remainingNanos),
              step.reason()));
    } else if (!isOpen && Settings.LOG.isInfoEnabled()) {
      Settings.LOG.info(
          "{}: {} -> {}: {}", OneLine.all(step.breaker(), step.from(), step.to(), step.reason()));
    }
  }

  static void threshold(CircuitBreaker breaker, CircuitSnapshot snapshot) {
    try {
      Settings.LOG.warn("{}: would have opened", OneLine.all(snapshot));
    } catch (Throwable dropped) {
      warn(breaker, dropped);
    }
    each(breaker, listener -> listener.onThreshold(snapshot));
  }

  static void refusal(CircuitBreaker breaker, Admission answer) {
    CircuitState state = answer.lease() instanceof CircuitState was ? was : breaker.state();
    each(breaker, listener -> listener.onRefused(breaker.name(), state));
  }

  private static void each(CircuitBreaker breaker, Consumer<CircuitListener> told) {
    for (CircuitListener listener : breaker.settings.listeners) {
      try {
        told.accept(listener);
      } catch (Throwable dropped) { // the transition has been made, whatever a listener thinks
        warn(breaker, dropped);
      }
    }
  }

  private static void warn(CircuitBreaker breaker, Throwable dropped) {
    try {
      Settings.LOG.warn("{}: a listener failed: {}", OneLine.all(breaker.name(), dropped, dropped));
    } catch (Throwable silent) {
      // nothing is left to tell it to
    }
  }
}
