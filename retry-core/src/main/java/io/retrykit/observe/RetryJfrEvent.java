package io.retrykit.observe;

import io.retrykit.policy.RetryEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A failed attempt is about to be followed by another one. */
@Name("io.retrykit.Retry")
@Label("Retry")
@Description("A failed attempt is about to be followed by another one.")
@Category({"retrykit"})
@StackTrace(false)
final class RetryJfrEvent extends Event {
  @Label("Policy")
  String policy = "";

  @Label("Attempt")
  int attempt;

  @Label("Max Attempts")
  int maxAttempts;

  @Label("Outcome")
  @Description("The class of the failure, or of the unacceptable result")
  String outcome = "";

  @Label("Delay")
  @Timespan(Timespan.NANOSECONDS)
  long delay;

  static boolean isOn() {
    return new RetryJfrEvent().isEnabled(); // the object never leaves this line
  }

  static void write(RetryEvent event) {
    RetryJfrEvent jfr =
        new RetryJfrEvent(); // never leaves this method: costs nothing while nobody records
    if (jfr.isEnabled()) {
      jfr.policy = event.policy();
      jfr.attempt = event.attempt();
      jfr.maxAttempts = event.maxAttempts();
      jfr.outcome = JfrListener.outcome(event);
      jfr.delay = event.delay().toNanos();
      jfr.commit();
    }
  }
}
