package io.retrykit.loop;

import io.retrykit.spi.OneLine;
import io.retrykit.time.Timebase;

/** Ends waits that nobody needs any more, whoever keeps them. */
public final class Timers {
  private Timers() {}

  /**
   * Cancels a task. What that throws is logged and dropped: what was waited for has come, and must not be lost because
   * the wait cannot be taken back.
   */
  public static void cancel(Timebase.Scheduled task) {
    try {
      task.cancel();
    } catch (Throwable dropped) {
      Discards.LOG.warn("a timer could not be cancelled: {}", OneLine.all(dropped, dropped));
    }
  }
}
