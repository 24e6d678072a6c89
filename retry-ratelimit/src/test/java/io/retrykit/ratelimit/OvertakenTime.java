package io.retrykit.ratelimit;

import io.retrykit.time.Timebase;
import org.jspecify.annotations.Nullable;

/** Lets something happen between a reading and what is done with it. */
final class OvertakenTime implements Timebase {
  final ManualTime manual = new ManualTime();

  @Nullable
  Runnable afterNextReading;

  @Override
  public long nanos() {
    long reading = manual.nanos();
    Runnable meanwhile = afterNextReading;
    afterNextReading = null;
    if (meanwhile != null) {
      meanwhile.run();
    }
    return reading;
  }

  @Override
  public void sleep(long nanos) {
    manual.sleep(nanos);
  }

  @Override
  public Scheduled schedule(long delayNanos, Runnable task) {
    return manual.schedule(delayNanos, task);
  }
}
