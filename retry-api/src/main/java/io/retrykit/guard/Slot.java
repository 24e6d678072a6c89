package io.retrykit.guard;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One key of a registry and its value, or the promise of one while it is being made. What is not volatile here is
 * guarded by the lock of {@link Slots}.
 */
final class Slot<V> {
  private final String key;
  private volatile @Nullable V value;
  private volatile @Nullable Making making = new Making();

  /** Whether somebody has asked for the key since {@link #seenNanos}. */
  volatile boolean used;

  /** The place in the order of use, greater is later. */
  volatile long mark;

  /** The mark by which it was put on the list of those to go. */
  long listedMark;

  /** When it is known to have been used last, if {@link #used} says nothing else. */
  long seenNanos;

  Slot(String key, long mark, long nowNanos) {
    this.key = key;
    this.mark = mark;
    this.seenNanos = nowNanos;
  }

  /** The work of one maker; the first thread to take it on does it. */
  private static final class Making {
    final AtomicReference<@Nullable Thread> worker = new AtomicReference<>();
    final CountDownLatch done = new CountDownLatch(1);
  }

  String key() {
    return key;
  }

  /** Returns the value; null as long as it is being made, and for ever if that fails. */
  @Nullable
  V value() {
    return value;
  }

  /** Tells whether it falls to the calling thread to make the value; true for one thread. */
  boolean claim() {
    Making work = making;
    return work != null && work.worker.compareAndSet(null, Thread.currentThread());
  }

  /** The claimed work is done; null means that it failed. */
  void made(@Nullable V result) {
    Making work = making;
    value = result;
    making = null;
    if (work != null) {
      work.done.countDown();
    }
  }

  /** Waits for the value, whatever interrupts; returns null if making it failed. */
  @Nullable
  V await() {
    Making work = making;
    if (work == null) {
      return value;
    }
    if (work.worker.get() == Thread.currentThread()) {
      throw new IllegalStateException("the value of " + key
          + " is being made by this very thread: a maker must not ask for its own key");
    }
    boolean interrupted = false;
    for (; ; ) {
      try {
        work.done.await();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return value;
  }
}
