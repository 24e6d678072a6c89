package io.retrykit.observe;

import io.retrykit.policy.RetryEvent;

/** What hears of every policy without being asked: the log and JFR. Costs next to nothing while both are off. */
public final class Observers {
  private static final LogListener LOG = new LogListener();
  private static final JfrListener JFR = new JfrListener();

  private Observers() {}

  /** Tells whether anybody would hear of an event of this type now. */
  public static boolean hear(RetryEvent.Type type) {
    return LOG.wants(type) && (LOG.isOn() || JFR.isOn());
  }

  /** Tells them: the log first, then JFR. */
  public static void tell(RetryEvent event) {
    if (LOG.wants(event.type())) {
      LOG.onEvent(event);
      JFR.onEvent(event);
    }
  }
}
