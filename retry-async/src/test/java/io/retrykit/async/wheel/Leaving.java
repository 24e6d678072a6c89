package io.retrykit.async.wheel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program that uses the timer, leaves something waiting, and ends. */
final class Leaving {
  private Leaving() {}

  public static void main(String... arguments) throws InterruptedException {
    CountDownLatch fired = new CountDownLatch(1);
    Wheel.shared().schedule(new Entry(), TimeUnit.DAYS.toNanos(1));
    Wheel.shared().schedule(Entry.of(fired::countDown), 0);
    fired.await();
    System.out.println("fired");
  }
}
