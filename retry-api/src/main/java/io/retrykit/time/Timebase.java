package io.retrykit.time;

/**
 * A monotonic clock, the pauses taken by it and the tasks it runs later. Readings mean nothing by themselves; only
 * their difference does, so a clock may start below zero and may wrap. Implementations are safe for use by many
 * threads.
 */
public interface Timebase {
  /** Returns the machine's time: {@link System#nanoTime()} and real sleeping. */
  static Timebase system() {
    return SystemTimebase.INSTANCE;
  }

  /** Returns the current reading in nanoseconds. Compare by difference: {@code now - start}. */
  long nanos();

  /**
   * Pauses the calling thread, never for less than asked.
   *
   * @param nanos how long, zero or more; zero only looks at the interrupt flag
   * @throws InterruptedException if the thread is or gets interrupted; the flag is then cleared
   * @throws IllegalArgumentException if {@code nanos} is negative
   */
  void sleep(long nanos) throws InterruptedException;

  /**
   * Runs a task once, later. The task must be short and must not block: it may share its thread with every other task.
   *
   * @param delayNanos how long from now, zero or more
   * @param task what to run; what it throws is dropped
   * @return a handle to cancel it
   * @throws IllegalArgumentException if {@code delayNanos} is negative
   */
  Scheduled schedule(long delayNanos, Runnable task);

  /** A task that has been scheduled. */
  interface Scheduled {
    /**
     * Cancels the task and frees what it holds. Does nothing if it has run or was cancelled before.
     *
     * @return true if the task will now never run
     */
    boolean cancel();
  }
}
