package io.retrykit.async.wheel;

import io.retrykit.time.Nanos;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A timer for very many waits, most of which are cancelled. Waiting and cancelling allocate nothing and take the same
 * time whatever waits; what is cancelled is not held any more. Never early, and late by two ticks of about a millisecond
 * at most, beside what the machine adds. Safe for use by many threads.
 *
 * <p>One daemon thread fires, and sleeps until the next moment; it is started with the first wait and ends after ten
 * seconds without any, so that it keeps neither the JVM nor a class loader alive.
 */
public final class Wheel {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit.async");
  private static final int TICK_BITS = 20; // 1,048,576 nanoseconds
  private static final long TICK_NANOS = 1L << TICK_BITS;
  private static final Wheel SHARED =
      new Wheel(System::nanoTime, Wheel::thread, TimeUnit.SECONDS.toNanos(10));

  private final Object lock = new Object(); // never held while anything fires
  private final Slots slots = new Slots();
  private final LongSupplier clock;
  private final ThreadFactory threads;
  private final long idleNanos;
  private final long startNanos;
  private @Nullable Thread thread;
  private long wakesAt; // the tick until which the thread sleeps; below zero while it is awake

  Wheel(LongSupplier clock, ThreadFactory threads, long idleNanos) {
    this.clock = clock;
    this.threads = threads;
    this.idleNanos = idleNanos;
    this.startNanos = clock.getAsLong();
  }

  /** Returns the one of this process. */
  public static Wheel shared() {
    return SHARED;
  }

  private static Thread thread(Runnable work) {
    // No inherited thread locals and no context class loader: either could pin the application that
    // came first.
    Thread thread = new Thread(null, work, "retrykit-async-timer", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  private long elapsed() {
    return Math.max(0, clock.getAsLong() - startNanos);
  }

  /**
   * Lets something wait that waits nowhere; it fires once, unless it is cancelled before.
   *
   * @param delayNanos how long from now, zero or more
   * @throws IllegalArgumentException if {@code delayNanos} is negative
   * @throws RuntimeException or Error if no thread can be started; then it does not wait
   */
  public void schedule(Waiting waiting, long delayNanos) {
    if (delayNanos < 0) {
      throw new IllegalArgumentException("delayNanos must be zero or more, was " + delayNanos);
    }
    long tick = tickAfter(Nanos.plus(elapsed(), delayNanos));
    Thread sleeper = null;
    synchronized (lock) {
      if (thread == null) {
        start();
      }
      slots.add(waiting, tick);
      if (tick < wakesAt) {
        wakesAt = tick; // those that come until it is awake need not wake it
        sleeper = thread;
      }
    }
    if (sleeper != null) {
      LockSupport.unpark(sleeper);
    }
  }

  /** Returns the first tick that does not begin before this moment. */
  private static long tickAfter(long nanos) {
    return (nanos >>> TICK_BITS) + ((nanos & (TICK_NANOS - 1)) == 0 ? 0 : 1);
  }

  private void start() {
    Thread started = threads.newThread(this::run);
    started.start();
    thread = started;
    wakesAt = -1;
  }

  /** Takes something out. Returns true if it will now never fire: it waited. */
  public boolean cancel(Waiting waiting) {
    synchronized (lock) {
      return slots.remove(waiting);
    }
  }

  private void run() {
    boolean ended = false;
    try {
      while (!ended) {
        ended = turn();
        Thread.interrupted(); // one left behind by what was fired would keep it from sleeping
      }
    } finally {
      if (!ended) { // nothing here throws; were it otherwise, the next wait starts another thread
        stop();
      }
    }
  }

  private void stop() {
    synchronized (lock) {
      thread = null;
    }
  }

  /** Fires what is due, or sleeps until something is. Tells whether the thread is not needed any more. */
  private boolean turn() {
    Waiting due;
    long until;
    synchronized (lock) {
      wakesAt = -1;
      due = slots.poll(elapsed() >>> TICK_BITS);
      until = due == null ? slots.next() : 0;
      if (due == null) {
        wakesAt = until;
      }
    }
    if (due != null) {
      fire(due);
      return false;
    }
    if (until == Slots.NEVER) {
      LockSupport.parkNanos(this, idleNanos);
      return mayEnd();
    }
    LockSupport.parkNanos(this, Math.max(1, Nanos.times(until, TICK_NANOS) - elapsed()));
    return false;
  }

  private boolean mayEnd() {
    synchronized (lock) {
      boolean idle = wakesAt == Slots.NEVER && slots.isEmpty();
      if (idle) {
        thread = null;
      }
      return idle;
    }
  }

  private static void fire(Waiting due) {
    try {
      due.fire();
    } catch (Throwable dropped) { // one's failure is not the others' business
      LOG.warn("a wait that was over failed: {}", dropped.toString(), dropped);
    }
  }
}
