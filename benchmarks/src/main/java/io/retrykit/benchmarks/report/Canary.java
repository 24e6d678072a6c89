package io.retrykit.benchmarks.report;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells whether two threads really run at once here: then adding to one {@link AtomicLong} takes each of two threads more than
 * twice as long as one alone. Where they take turns on one core it is twice as long, and what two threads would cost is not to
 * be seen.
 */
final class Canary {
  private static final int ADDITIONS = 20_000_000;
  private static final double SLOWER = 2.5;

  private final double alone;
  private final double together;

  private Canary(double alone, double together) {
    this.alone = alone;
    this.together = together;
  }

  static Canary ask() throws InterruptedException {
    add(2);
    return new Canary(add(1), add(2));
  }

  private static double add(int threads) throws InterruptedException {
    AtomicLong shared = new AtomicLong();
    CountDownLatch ready = new CountDownLatch(threads);
    Thread[] all = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      all[i] = new Thread(() -> {
        ready.countDown();
        while (ready.getCount() > 0) {
          Thread.onSpinWait();
        }
        for (int n = 0; n < ADDITIONS; n++) {
          shared.incrementAndGet();
        }
      });
    }
    long start = System.nanoTime();
    for (Thread each : all) {
      each.start();
    }
    for (Thread each : all) {
      each.join();
    }
    long nanos = System.nanoTime() - start;
    if (shared.get() != (long) threads * ADDITIONS) {
      throw new IllegalStateException("additions were lost");
    }
    return (double) nanos / ADDITIONS;
  }

  boolean twoMet() {
    return together > SLOWER * alone;
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "adding to a shared number took %.1f ns on one thread and %.1f on each of two: %s",
        alone,
        together,
        twoMet() ? "two cores met" : "two cores did not meet");
  }
}
