package io.retrykit.time;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The machine's own time. Reach it through {@link Timebase#system()}.
 *
 * <p>Tasks run on one daemon thread that is started with the first of them and ends after ten idle seconds, so that it
 * keeps neither the JVM nor a class loader alive.
 */
public final class SystemTimebase implements Timebase {
  static final SystemTimebase INSTANCE = new SystemTimebase();

  private static final long NANOS_PER_MILLI = 1_000_000L;

  private SystemTimebase() {}

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Whole milliseconds are slept, so that a thread dump shows a sleeping thread; what is below one is parked,
   * because {@code Thread.sleep} rounds it on JDK 17.
   */
  @Override
  public void sleep(long nanos) throws InterruptedException {
    Nanos.requireNotNegative("nanos", nanos);
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before a pause");
    }
    if (nanos == 0) {
      return;
    }
    long start = System.nanoTime();
    for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - start)) {
      if (left >= NANOS_PER_MILLI) {
        Thread.sleep(left / NANOS_PER_MILLI);
      } else {
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted during a pause");
        }
      }
    }
  }

  @Override
  public Scheduled schedule(long delayNanos, Runnable task) {
    Nanos.requireNotNegative("delayNanos", delayNanos);
    AtomicBoolean taken = new AtomicBoolean(); // by the run or by the cancel, whichever is first
    Future<?> future = Timer.EXECUTOR.schedule(
        () -> {
          if (taken.compareAndSet(false, true)) {
            task.run();
          }
        },
        delayNanos,
        TimeUnit.NANOSECONDS);
    return () -> {
      // not the future's own answer: that is true also for a task that is running
      boolean cancelled = taken.compareAndSet(false, true);
      future.cancel(false);
      return cancelled;
    };
  }

  @Override
  public String toString() {
    return "system time";
  }

  /** Loaded with the first scheduled task, not before. */
  private static final class Timer {
    static final ScheduledThreadPoolExecutor EXECUTOR = start();

    private static ScheduledThreadPoolExecutor start() {
      ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, Timer::thread);
      executor.setRemoveOnCancelPolicy(true);
      executor.setKeepAliveTime(10, TimeUnit.SECONDS);
      executor.allowCoreThreadTimeOut(true);
      return executor;
    }

    private static Thread thread(Runnable work) {
      // No inherited thread locals and no context class loader: either could pin the application
      // that came first.
      Thread thread = new Thread(null, work, "retrykit-timer", 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      return thread;
    }
  }
}
