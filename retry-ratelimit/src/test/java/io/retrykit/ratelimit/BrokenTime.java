package io.retrykit.ratelimit;

import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import java.util.concurrent.RejectedExecutionException;

/** Virtual time whose timers may be out of order: it takes so many tasks, and then none, or takes
 * none of them back; or whose clock can be read so many times. */
final class BrokenTime implements Timebase {
  final VirtualTimebase virtual = VirtualTimebase.create();
  int takes = Integer.MAX_VALUE;
  boolean keeps;
  int readings = Integer.MAX_VALUE;

  @Override
  public long nanos() {
    if (readings-- <= 0) {
      throw new IllegalStateException("no clock");
    }
    return virtual.nanos();
  }

  @Override
  public void sleep(long nanos) throws InterruptedException {
    virtual.sleep(nanos);
  }

  @Override
  public Scheduled schedule(long delayNanos, Runnable task) {
    if (takes-- <= 0) {
      throw new RejectedExecutionException("no more timers");
    }
    Scheduled scheduled = virtual.schedule(delayNanos, task);
    return () -> {
      if (keeps) {
        throw new LinkageError("kept");
      }
      return scheduled.cancel();
    };
  }
}
