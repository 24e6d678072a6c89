package io.retrykit.time;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work on a thread of its own, and what became of it. */
final class Background<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private Background(Callable<T> work) {
    this.task = new FutureTask<>(work);
    this.thread = new Thread(task, "background");
    this.thread.setDaemon(true);
  }

  static <T> Background<T> start(Callable<T> work) {
    Background<T> started = new Background<>(work);
    started.thread.start();
    return started;
  }

  Thread thread() {
    return thread;
  }

  /** Waits for the end, and returns what the work returned. */
  T result() throws InterruptedException, ExecutionException {
    return task.get();
  }
}
