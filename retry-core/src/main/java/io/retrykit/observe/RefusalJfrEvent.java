package io.retrykit.observe;

import io.retrykit.policy.RetryEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A guard refused an attempt. */
@Name("io.retrykit.Refusal")
@Label("Refusal")
@Description("A guard refused an attempt.")
@Category({"retrykit"})
@StackTrace(false)
final class RefusalJfrEvent extends Event {
  @Label("Policy")
  String policy = "";

  @Label("Attempt")
  int attempt;

  @Label("Reason")
  String reason = "";

  @Label("Retry After")
  @Timespan(Timespan.NANOSECONDS)
  long retryAfter;

  static boolean isOn() {
    return new RefusalJfrEvent().isEnabled(); // the object never leaves this line
  }

  static void write(RetryEvent event) {
    RefusalJfrEvent jfr =
        new RefusalJfrEvent(); // never leaves this method: costs nothing while nobody records
    if (jfr.isEnabled()) {
      jfr.policy = event.policy();
      jfr.attempt = event.attempt();
      jfr.reason = event.detail();
      jfr.retryAfter = event.delay().toNanos();
      jfr.commit();
    }
  }
}
