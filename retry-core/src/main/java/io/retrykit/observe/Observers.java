package io.retrykit.observe;

import io.retrykit.policy.RetryListener;
import java.util.List;

/** The listeners every policy has without asking. */
public final class Observers {
  private static final List<RetryListener> STANDARD = List.of(new LogListener(), new JfrListener());

  private Observers() {}

  /** Returns them: log lines first, then JFR events. */
  public static List<RetryListener> standard() {
    return STANDARD;
  }
}
