package io.retrykit.observe;

import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.spi.OneLine;
import jdk.jfr.FlightRecorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What hears of every policy without being asked: the log and JFR. Costs next to nothing while both are off. */
public final class Observers {
  private static final Logger LOGGER = LoggerFactory.getLogger(LogListener.LOGGER);
  private static final LogListener LOG = new LogListener();
  private static final JfrListener JFR = new JfrListener();

  /** A trimmed runtime may come without JFR; nobody records there. */
  private static final boolean HAS_JFR = hasJfr();

  private Observers() {}

  private static boolean hasJfr() {
    try {
      Class.forName("jdk.jfr.Event", false, Observers.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError trimmed) {
      return false;
    }
  }

  /**
   * Tells whether anything has been recorded in this JVM. Before that no event class of ours is loaded: the first one
   * sets up the whole of JFR, at the first failure of all moments.
   */
  private static boolean records() {
    return HAS_JFR && FlightRecorder.isInitialized();
  }

  /** Tells whether anybody would hear of an event of this type now. */
  public static boolean hear(RetryEvent.Type type) {
    return LOG.wants(type) && (LOG.isOn() || (records() && JFR.isOn(type)));
  }

  /** Tells them: the log first, then JFR. A failure whose own message throws costs its line, not the call. */
  public static void tell(RetryEvent event) {
    if (LOG.wants(event.type())) {
      tell(LOG, event);
      if (records()) {
        tell(JFR, event);
      }
    }
  }

  private static void tell(RetryListener observer, RetryEvent event) {
    try {
      observer.onEvent(event);
    } catch (Throwable dropped) {
      LOGGER.warn(
          "{}: {} could not be reported: {}",
          OneLine.all(event.policy(), event.type(), dropped, dropped));
    }
  }
}
