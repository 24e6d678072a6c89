package io.retrykit.loop;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.OneLine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Throws results away: tells the policy's callback, then closes what can be closed. */
public final class Discards {
  static final Logger LOG = LoggerFactory.getLogger("io.retrykit");

  private Discards() {}

  /** Throws a result away; null is nothing to throw away. */
  public static void discard(RetryPolicy policy, @Nullable Object result) {
    if (result == null) {
      return;
    }
    policy.onDiscard().ifPresent(callback -> {
      try {
        callback.accept(result);
      } catch (Throwable dropped) { // an assertion in a callback must not cost the call
        LOG.warn("{}: onDiscard failed: {}", OneLine.all(policy.name(), dropped, dropped));
      }
    });
    if (result instanceof AutoCloseable closeable) {
      close(policy, closeable);
    }
  }

  private static void close(RetryPolicy policy, AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Throwable dropped) {
      LOG.warn(
          "{}: a discarded result failed to close: {}",
          OneLine.all(policy.name(), dropped, dropped));
      if (dropped instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
