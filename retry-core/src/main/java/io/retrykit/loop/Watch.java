package io.retrykit.loop;

import io.retrykit.call.Attempt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts what runs on a thread, only as long as it does. Whoever stops it and its own end race for one word: what
 * has lost waits until the interrupt has arrived, so that it can be taken off again and never hits what the thread does
 * next. Somebody else's interrupt that was there before is left alone.
 */
public final class Watch extends AtomicInteger implements Runnable {
  private static final long serialVersionUID = 1L;
  private static final int RUNNING = 0;
  private static final int ENDED = 1;
  private static final int INTERRUPTING = 2;
  private static final int INTERRUPTED = 3;
  private static final int LEFT_ALONE = 4;

  private final transient Thread thread;
  private final transient @Nullable Attempt attempt;

  /**
   * Watches what the calling thread begins now.
   *
   * @param attempt says that it was cancelled; null if nobody asks
   */
  public Watch(@Nullable Attempt attempt) {
    this.thread = Thread.currentThread();
    this.attempt = attempt;
  }

  /** Interrupts the thread, unless what runs there has ended, or was stopped already. Called from any thread. */
  @Override
  public void run() {
    if (!compareAndSet(RUNNING, INTERRUPTING)) {
      return;
    }
    AttemptCall.cancel(attempt);
    if (thread.isInterrupted()) {
      set(LEFT_ALONE); // somebody else's interrupt will stop it, and must outlive the attempt
    } else {
      try {
        thread.interrupt(); // may be overridden, and may throw
      } finally {
        set(INTERRUPTED);
      }
    }
  }

  /**
   * It is over; called once, on its thread. Tells whether we have interrupted it. If so, the interrupt is taken off,
   * whether the operation has swallowed it, has thrown because of it, or has put it up again.
   */
  public boolean end() {
    if (compareAndSet(RUNNING, ENDED)) {
      return false;
    }
    while (get() == INTERRUPTING) {
      Thread.onSpinWait();
    }
    if (get() != INTERRUPTED) {
      return false;
    }
    Thread.interrupted();
    return true;
  }
}
