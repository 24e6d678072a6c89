package io.retrykit.circuitbreaker;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A circuit breaker has gone from one state to another. */
@Name("io.retrykit.CircuitTransition")
@Label("Circuit Transition")
@Description("A circuit breaker went from one state to another.")
@Category({"retrykit"})
@StackTrace(false)
final class TransitionJfrEvent extends Event {
  @Label("Breaker")
  String breaker = "";

  @Label("From")
  String from = "";

  @Label("To")
  String to = "";

  @Label("Reason")
  String reason = "";

  static void write(CircuitTransition step) {
    TransitionJfrEvent jfr = new TransitionJfrEvent();
    if (jfr.isEnabled()) {
      jfr.breaker = step.breaker();
      jfr.from = step.from().name();
      jfr.to = step.to().name();
      jfr.reason = step.reason();
      jfr.commit();
    }
  }
}
