package io.retrykit.async;

import io.retrykit.async.wheel.Waiting;
import io.retrykit.async.wheel.Wheel;
import io.retrykit.loop.Timers;
import io.retrykit.time.Timebase;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Who wakes what waits: the wheel, a timebase of the user's, or a scheduler of the user's. Stateless. */
abstract class Alarms {
  /** Returns what to remember about a wait that is about to begin. */
  abstract Pause pause();

  /**
   * Begins a wait. {@link Waiting#fire} is called once, unless it is cancelled before.
   *
   * @throws RuntimeException if the scheduler does not take it
   */
  abstract void begin(Pause pause, Waiting waiting, long nanos);

  /** Ends a wait; what was to come does not, unless it is coming now. What a scheduler throws is logged and dropped. */
  abstract void cancel(Pause pause, Waiting waiting);

  static Alarms of(Timebase timebase) {
    return timebase == Timebase.system() ? new OfWheel(Wheel.shared()) : new OfTimebase(timebase);
  }

  static Alarms of(ScheduledExecutorService scheduler) {
    return new OfScheduler(scheduler);
  }

  private static final class OfWheel extends Alarms {
    private final Wheel wheel;

    OfWheel(Wheel wheel) {
      this.wheel = wheel;
    }

    @Override
    Pause pause() {
      return Pause.IN_WHEEL;
    }

    @Override
    void begin(Pause pause, Waiting waiting, long nanos) {
      wheel.schedule(waiting, nanos);
    }

    @Override
    void cancel(Pause pause, Waiting waiting) {
      wheel.cancel(waiting);
    }
  }

  private static final class OfTimebase extends Alarms {
    private final Timebase timebase;

    OfTimebase(Timebase timebase) {
      this.timebase = timebase;
    }

    @Override
    Pause pause() {
      return new Pause();
    }

    @Override
    void begin(Pause pause, Waiting waiting, long nanos) {
      pause.handle = timebase.schedule(nanos, waiting::fire);
    }

    @Override
    void cancel(Pause pause, Waiting waiting) {
      if (pause.handle instanceof Timebase.Scheduled scheduled) {
        Timers.cancel(scheduled);
      }
    }
  }

  private static final class OfScheduler extends Alarms {
    private final ScheduledExecutorService scheduler;

    OfScheduler(ScheduledExecutorService scheduler) {
      this.scheduler = scheduler;
    }

    @Override
    Pause pause() {
      return new Pause();
    }

    @Override
    void begin(Pause pause, Waiting waiting, long nanos) {
      Future<?> task = scheduler.schedule(waiting::fire, nanos, TimeUnit.NANOSECONDS);
      if (task.isCancelled()) { // the JDK's, shut down at this very moment, throws nothing
        throw new RejectedExecutionException("the scheduler was shut down as it took a wait");
      }
      pause.handle = task;
    }

    @Override
    void cancel(Pause pause, Waiting waiting) {
      if (pause.handle instanceof Future<?> future) {
        Timers.cancel(() -> future.cancel(false));
      }
    }
  }
}
