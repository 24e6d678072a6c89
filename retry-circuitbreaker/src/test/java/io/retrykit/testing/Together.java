package io.retrykit.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Several threads that start as one; register it as an extension. */
public final class Together implements AfterEachCallback {
  private final int count;
  private final ExecutorService threads;

  /** Makes so many threads. */
  public Together(int count) {
    this.count = count;
    this.threads = Executors.newFixedThreadPool(count);
  }

  /** Has each thread do the task; returns their answers once all are through. */
  public <T> List<T> all(Callable<T> task) throws Exception {
    CyclicBarrier start = new CyclicBarrier(count);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      running.add(threads.submit(() -> {
        start.await();
        return task.call();
      }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> each : running) {
      results.add(each.get());
    }
    return results;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    threads.shutdownNow();
  }
}
