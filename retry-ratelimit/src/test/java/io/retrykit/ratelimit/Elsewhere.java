package io.retrykit.ratelimit;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Work on a thread of its own, and how it ended. The longest wait for it is a minute: then the test has failed. */
final class Elsewhere<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private Elsewhere(Callable<T> work) {
    this.task = new FutureTask<>(work);
    this.thread = new Thread(task, "elsewhere");
    thread.setDaemon(true);
    thread.start();
  }

  static <T> Elsewhere<T> start(Callable<T> work) {
    return new Elsewhere<>(work);
  }

  /** Returns a thread that tries to acquire one permit and answers what it got, or what it threw. */
  static Elsewhere<Object> acquiring(RateLimiter limiter) {
    return start(() -> {
      try {
        limiter.acquire();
        return "granted";
      } catch (InterruptedException interrupt) {
        return interrupt;
      }
    });
  }

  void interrupt() {
    thread.interrupt();
  }

  T result() throws Exception {
    return task.get(60, SECONDS);
  }
}
