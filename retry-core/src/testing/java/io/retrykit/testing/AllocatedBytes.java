package io.retrykit.testing;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** {@code com.sun.management.ThreadMXBean}, whose module the tests do not read by name. */
public final class AllocatedBytes {
  private static final int ROUNDS = 10;

  private final MethodHandle ofThread;

  /** Looks for it. */
  public AllocatedBytes() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
      Class<?> plain = Class.forName("java.lang.management.ThreadMXBean");
      Class<?> extended = Class.forName("com.sun.management.ThreadMXBean");
      Object bean = lookup
          .findStatic(factory, "getThreadMXBean", MethodType.methodType(plain))
          .invoke();
      this.ofThread = lookup
          .findVirtual(
              extended, "getThreadAllocatedBytes", MethodType.methodType(long.class, long.class))
          .bindTo(bean);
    } catch (Throwable missing) {
      throw new AssertionError(missing);
    }
  }

  /** Returns the fewest bytes that so many runs took in one of ten rounds; the first ones warm up. */
  public long fewestIn(int runs, Runnable work) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && best >= runs; round++) {
      long before = now();
      for (int i = 0; i < runs; i++) {
        work.run();
      }
      best = Math.min(best, now() - before);
    }
    return best;
  }

  @SuppressWarnings("deprecation") // threadId() came with JDK 19
  private long now() {
    try {
      return (long) ofThread.invokeExact(Thread.currentThread().getId());
    } catch (Throwable broken) {
      throw new AssertionError(broken);
    }
  }
}
