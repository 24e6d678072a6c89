package io.retrykit.observe;

import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;

/** Writes JFR events; builds nothing unless a recording wants them. */
final class JfrListener implements RetryListener {
  @Override
  public boolean wants(RetryEvent.Type type) {
    return type == RetryEvent.Type.RETRY
        || type == RetryEvent.Type.GAVE_UP
        || type == RetryEvent.Type.REFUSED;
  }

  /** Tells whether a recording wants events of this type. */
  boolean isOn(RetryEvent.Type type) {
    return switch (type) {
      case RETRY -> RetryJfrEvent.isOn();
      case GAVE_UP -> GiveUpJfrEvent.isOn();
      case REFUSED -> RefusalJfrEvent.isOn();
      default -> false;
    };
  }

  @Override
  public void onEvent(RetryEvent event) {
    switch (event.type()) {
      case RETRY -> RetryJfrEvent.write(event);
      case GAVE_UP -> GiveUpJfrEvent.write(event);
      case REFUSED -> RefusalJfrEvent.write(event);
      default -> {
        // not asked for
      }
    }
  }

  /** Returns the class of what an attempt threw, or of the result it returned. */
  static String outcome(RetryEvent event) {
    Throwable failure = event.failure();
    if (failure != null) {
      return failure.getClass().getName();
    }
    return event
        .outcome()
        .map(outcome -> outcome.result())
        .map(result -> result.getClass().getName())
        .orElse("");
  }
}
