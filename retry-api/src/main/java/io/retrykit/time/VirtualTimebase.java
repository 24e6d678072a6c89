package io.retrykit.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Time for tests: nothing really waits. The clock starts one millisecond below the point where
 * {@link System#nanoTime()} would wrap, so that code which compares readings instead of their difference fails at once.
 *
 * <ul>
 *   <li>{@link #create()}: a pause moves the clock itself. For tests with one thread.
 *   <li>{@link #manual()}: only {@link #advance} moves the clock; a pausing thread blocks until it has come round. For
 *       tests with several threads; {@link #awaitSleepers} tells when they are all pausing.
 * </ul>
 *
 * <p>Scheduled tasks run on the thread that moves the clock, in the order they fall due, with the clock standing at
 * their time. A task that interrupts a pausing thread ends its pause at that time; on a manual clock the thread may
 * read a later one, if {@link #advance} goes on. Safe for use by many threads.
 */
public final class VirtualTimebase implements Timebase {
  private static final long START = Long.MAX_VALUE - 1_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Condition slept = lock.newCondition();
  private final VirtualTasks tasks = new VirtualTasks();
  private final List<Duration> sleeps = new ArrayList<>();
  private final List<Long> pausing = new ArrayList<>(); // until when, of each thread not away yet
  private final boolean selfMoving;
  private long elapsed; // zero or more, never wraps; the reading is START + elapsed

  private VirtualTimebase(boolean selfMoving) {
    this.selfMoving = selfMoving;
  }

  /** Returns a clock that every pause moves by its length. */
  public static VirtualTimebase create() {
    return new VirtualTimebase(true);
  }

  /** Returns a clock that only {@link #advance} moves. */
  public static VirtualTimebase manual() {
    return new VirtualTimebase(false);
  }

  @Override
  public long nanos() {
    lock.lock();
    try {
      return START + elapsed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sleep(long nanos) throws InterruptedException {
    Nanos.requireNotNegative("nanos", nanos);
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before a virtual pause");
    }
    long until;
    lock.lock();
    try {
      sleeps.add(Duration.ofNanos(nanos));
      until = Nanos.plus(elapsed, nanos);
    } finally {
      lock.unlock();
    }
    if (selfMoving) {
      moveTo(until, true);
    } else {
      awaitMoment(until);
    }
  }

  private void awaitMoment(long until) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      pausing.add(until);
      slept.signalAll();
      try {
        while (elapsed < until) {
          moved.await();
        }
      } finally {
        pausing.remove((Long) until);
      }
      if (Thread.interrupted()) { // on the way, while the clock went on to the end of the pause
        throw new InterruptedException("interrupted during a virtual pause");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Scheduled schedule(long delayNanos, Runnable task) {
    Nanos.requireNotNegative("delayNanos", delayNanos);
    lock.lock();
    try {
      VirtualTasks.Task added = tasks.add(Nanos.plus(elapsed, delayNanos), task);
      return () -> cancel(added);
    } finally {
      lock.unlock();
    }
  }

  private boolean cancel(VirtualTasks.Task task) {
    lock.lock();
    try {
      return tasks.remove(task);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves the clock, running what falls due on the way and waking the threads whose pause is over.
   *
   * @param time how far, zero or more; zero runs what is due now
   * @throws IllegalArgumentException if {@code time} is negative
   */
  public void advance(Duration time) {
    long nanos = Nanos.of("time", time);
    long until;
    lock.lock();
    try {
      until = Nanos.plus(elapsed, nanos);
    } finally {
      lock.unlock();
    }
    try {
      moveTo(until, false);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void moveTo(long until, boolean interruptible) throws InterruptedException {
    for (VirtualTasks.Task due = step(until); due != null; due = step(until)) {
      due.run();
      if (interruptible && Thread.interrupted()) {
        throw new InterruptedException("interrupted during a virtual pause");
      }
    }
    lock.lock();
    try {
      elapsed = Math.max(elapsed, until);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Moves to the next task that is due by then and takes it, or returns null if there is none. */
  private VirtualTasks.@Nullable Task step(long until) {
    lock.lock();
    try {
      VirtualTasks.Task due = tasks.takeDue(until);
      if (due != null) {
        elapsed = Math.max(elapsed, due.moment());
        moved.signalAll();
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Blocks, in real time, until at least this many threads are pausing on a {@link #manual()} clock. A thread whose
   * pause is over no longer counts, whether or not it has gone on already.
   *
   * @param count how many threads
   * @throws InterruptedException if the calling thread is interrupted meanwhile
   */
  public void awaitSleepers(int count) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (sleepers() < count) {
        slept.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private long sleepers() {
    return pausing.stream().filter(until -> until > elapsed).count();
  }

  /** Returns how far the clock has come since it was made. */
  public Duration elapsed() {
    lock.lock();
    try {
      return Duration.ofNanos(elapsed);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the length of every pause asked for so far, in order; a snapshot. */
  public List<Duration> sleeps() {
    lock.lock();
    try {
      return List.copyOf(sleeps);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many scheduled tasks have neither run nor been cancelled. */
  public int pendingTasks() {
    lock.lock();
    try {
      return tasks.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "virtual time, " + Nanos.text(elapsed().toNanos()) + " elapsed";
  }
}
