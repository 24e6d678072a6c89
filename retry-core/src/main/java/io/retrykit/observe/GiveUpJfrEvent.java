package io.retrykit.observe;

import io.retrykit.policy.RetryEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A call is not tried again. */
@Name("io.retrykit.GiveUp")
@Label("Give Up")
@Description("A call is not tried again.")
@Category({"retrykit"})
@StackTrace(false)
final class GiveUpJfrEvent extends Event {
  @Label("Policy")
  String policy = "";

  @Label("Attempt")
  int attempt;

  @Label("Outcome")
  @Description("The class of the failure, or of the unacceptable result")
  String outcome = "";

  @Label("Reason")
  String reason = "";

  static boolean isOn() {
    return new GiveUpJfrEvent().isEnabled(); // the object never leaves this line
  }

  static void write(RetryEvent event) {
    GiveUpJfrEvent jfr =
        new GiveUpJfrEvent(); // never leaves this method: costs nothing while nobody records
    if (jfr.isEnabled()) {
      jfr.policy = event.policy();
      jfr.attempt = event.attempt();
      jfr.outcome = JfrListener.outcome(event);
      jfr.reason = event.reason().map(Object::toString).orElse("");
      jfr.commit();
    }
  }
}
