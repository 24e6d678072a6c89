package io.retrykit.async.wheel;

import io.retrykit.spi.OneLine;
import io.retrykit.time.Nanos;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timer. Scheduling and cancelling cost the same however much waits, and allocate nothing but what a
 * thread needs that has to wait for the lock. Nothing fires early;
 * what is due fires, in the order of ticks of 2^20 ns, at most one tick late beside what the machine adds. Safe for use
 * by many threads; each schedule ends in exactly one of {@link Waiting#fire} and a {@link #cancel} that says true.
 *
 * <p>All of it runs on one daemon thread that is started with the first entry, sleeps until something is due, and ends
 * when nothing waits and nothing was scheduled or fired for ten seconds, so that it keeps neither the JVM nor a class
 * loader alive. Readings of the clock are compared by difference.
 */
public final class Wheel {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit.async");

  private static final int TICK_BITS = 20;
  private static final long LAST_TICK = Long.MAX_VALUE >> TICK_BITS;
  private static final long AWAKE = 0; // nothing is due before

  private final LongSupplier clock;
  private final ThreadFactory threads;
  private final long idleTicks;
  private final long origin;

  /** Guards all below; never held while anything fires. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Slots slots = new Slots();

  private @Nullable Thread thread;
  private long wake = AWAKE; // the tick until which the thread sleeps

  /** Makes one with a thread of its own, once something waits. */
  public Wheel() {
    this(System::nanoTime, new TimerThreads(), TimeUnit.SECONDS.toNanos(10));
  }

  Wheel(LongSupplier clock, ThreadFactory threads, long idleNanos) {
    this.clock = clock;
    this.threads = threads;
    this.idleTicks = ticksUp(idleNanos);
    this.origin = clock.getAsLong();
  }

  /** Returns the one that all share. */
  public static Wheel shared() {
    return Shared.WHEEL;
  }

  /**
   * Lets something wait. What {@link Waiting#fire} throws is logged and dropped.
   *
   * @param waiting what waits; it must not wait already
   * @param delayNanos how long, zero or more; {@link Long#MAX_VALUE} is for ever
   * @throws IllegalArgumentException if {@code delayNanos} is negative
   * @throws IllegalStateException if it waits already
   * @throws OutOfMemoryError if the thread cannot be started; then it does not wait
   */
  public void schedule(Waiting waiting, long delayNanos) {
    if (delayNanos < 0) {
      throw new IllegalArgumentException("delayNanos must be zero or more, was " + delayNanos);
    }
    long elapsed = elapsed();
    long due = ticksUp(Nanos.plus(elapsed, delayNanos));
    Thread sleeper = null;
    lock.lock();
    try {
      if (waiting.previous() != null) {
        throw new IllegalStateException(
            "waiting must not wait already, was due at tick " + waiting.due() + ": " + waiting);
      }
      slots.advance(elapsed >> TICK_BITS);
      slots.add(waiting, due);
      if (thread == null) {
        startFor(waiting);
      } else if (due < wake) {
        wake = due; // whoever comes later than this need not call again
        sleeper = thread;
      }
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(sleeper);
  }

  /** Under the lock, so that nobody relies on a thread that then does not start. */
  private void startFor(Waiting waiting) {
    try {
      Thread fresh = threads.newThread(this::run);
      fresh.start();
      thread = fresh;
    } finally {
      if (thread == null) {
        slots.remove(waiting);
      }
    }
  }

  /** Takes something out, and frees it at once. Returns true if it waited, and will now never fire. */
  public boolean cancel(Waiting waiting) {
    Thread sleeper = null;
    lock.lock();
    try {
      if (!slots.remove(waiting)) {
        return false;
      }
      long end = slots.now() + idleTicks;
      if (slots.size() == 0 && wake > end) {
        wake = end; // it would sleep on for what will never be due
        sleeper = thread;
      }
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(sleeper);
    return true;
  }

  /** Returns how many wait. */
  public int size() {
    lock.lock();
    try {
      return slots.size();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (long nanos = turn(); nanos >= 0; nanos = turn()) {
      LockSupport.parkNanos(this, nanos);
      Thread.interrupted(); // left by what was fired, or nobody's: it would not sleep again
    }
  }

  /** Fires what is due. Returns how long nothing will be, or -1 if the thread is to end. */
  long turn() {
    for (long tick = elapsed() >> TICK_BITS; ; ) {
      Waiting due;
      long until = AWAKE;
      lock.lock();
      try {
        wake = AWAKE;
        due = slots.poll(tick);
        if (due == null && slots.next() > tick) {
          until = slots.size() > 0 ? slots.next() : slots.now() + idleTicks;
          if (until <= tick) {
            thread = null;
            return -1;
          }
          wake = until;
        }
      } finally {
        lock.unlock();
      }
      if (due != null) {
        fire(due);
      } else if (until > tick) {
        return Math.max(0, (Math.min(until, LAST_TICK) << TICK_BITS) - elapsed());
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked")
  private static void fire(Waiting due) {
    try {
      due.fire();
    } catch (Throwable thrown) {
      try {
        LOG.warn("what a pause was followed by failed", OneLine.all(thrown));
      } catch (Throwable ignored) {
        // the timer goes on, whatever becomes of its log
      }
    }
  }

  private long elapsed() {
    return Math.max(0, clock.getAsLong() - origin);
  }

  /** Returns how many ticks cover so many nanoseconds. */
  private static long ticksUp(long nanos) {
    return ((nanos - 1) >> TICK_BITS) + 1;
  }

  private static final class Shared {
    static final Wheel WHEEL = new Wheel();
  }
}
