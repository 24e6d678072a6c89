package io.retrykit.policy;

/**
 * Hears of what happens to calls. Called on the thread the call runs on, with no lock held, in the order things happen;
 * must be quick, must not block, and must be safe for use by many threads. What it throws is logged and dropped.
 */
@FunctionalInterface
public interface RetryListener {
  /** Hears of one event. */
  void onEvent(RetryEvent event);

  /**
   * Tells which events this listener wants. Asked once, when a policy is put to use; a first success for which nobody
   * wants an event costs nothing.
   */
  default boolean wants(RetryEvent.Type type) {
    return true;
  }
}
