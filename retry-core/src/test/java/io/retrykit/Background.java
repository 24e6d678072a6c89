package io.retrykit;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;

/** Work on a thread of its own, and what became of it. The longest wait for it is a minute: then the test has failed. */
final class Background<T> {
  /** Which kind of thread to work on. */
  enum Kind {
    PLATFORM,
    /** Skips the test where the JVM has none. */
    VIRTUAL
  }

  /** How the work ended: what it returned or threw, and whether the thread's flag was set then. */
  record End<T>(T result, boolean interrupted) {}

  private final FutureTask<End<T>> task;
  private final Thread thread;

  private Background(Kind kind, Callable<T> work) {
    this.task = new FutureTask<>(() -> {
      T result = work.call();
      return new End<>(result, Thread.currentThread().isInterrupted());
    });
    this.thread = kind == Kind.VIRTUAL ? virtual(task) : new Thread(task, "background");
  }

  static <T> Background<T> start(Kind kind, Callable<T> work) {
    Background<T> started = new Background<>(kind, work);
    if (kind == Kind.PLATFORM) {
      started.thread.setDaemon(true);
    }
    started.thread.start();
    return started;
  }

  Thread thread() {
    return thread;
  }

  /** Waits for the end. */
  End<T> end() throws InterruptedException, ExecutionException, TimeoutException {
    return task.get(60, SECONDS);
  }

  private static Thread virtual(Runnable work) {
    Assumptions.assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before JDK 21");
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
      MethodHandle make =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
      MethodHandle unstarted = lookup.findVirtual(
          builder, "unstarted", MethodType.methodType(Thread.class, Runnable.class));
      return (Thread) unstarted.invoke(make.invoke(), work);
    } catch (Throwable missing) {
      throw new AssertionError(missing);
    }
  }
}
