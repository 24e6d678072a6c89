package io.retrykit.examples.batch;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for calls that block: virtual ones where the JVM has them (from 21 on), or a fixed number of others. */
final class Workers {
  private Workers() {}

  /** Returns an executor that is enough for so many calls at once; who gives it calls bounds them. */
  static ExecutorService of(int concurrency) {
    try {
      MethodHandle virtual = MethodHandles.publicLookup()
          .findStatic(
              Executors.class,
              "newVirtualThreadPerTaskExecutor",
              MethodType.methodType(ExecutorService.class));
      return (ExecutorService) virtual.invokeExact();
    } catch (ReflectiveOperationException none) {
      return Executors.newFixedThreadPool(concurrency);
    } catch (Throwable impossible) {
      throw new IllegalStateException("no virtual threads", impossible);
    }
  }
}
