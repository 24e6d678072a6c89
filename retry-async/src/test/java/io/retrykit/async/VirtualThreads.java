package io.retrykit.async;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Work on virtual threads, where there are any: the code is compiled for a Java that has none. */
final class VirtualThreads {
  private VirtualThreads() {}

  /** Skips the test where the JVM has none. */
  static void required() {
    Assumptions.assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before JDK 21");
  }

  /** Returns an executor that starts one for each task, and has none of its own to be stopped. */
  static ExecutorService executor() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no virtual threads", e);
    }
  }

  /** Does the work on so many of them at once, and waits; throws what one of them threw. */
  static void run(int threads, Work work) throws Exception {
    ExecutorService executor = executor();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(executor.submit(() -> {
        work.run();
        return null;
      }));
    }
    executor.shutdown();
    for (Future<?> one : all) {
      one.get(1, TimeUnit.MINUTES);
    }
  }

  /** Something to do that may fail. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }
}
