package io.retrykit.async.wheel;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * How races are looked for: small programs of a few operations on two or three threads, made up by Lincheck, each run
 * under very many interleavings, the same in every run. What {@code @Validate} asks for must hold at the end.
 */
final class Races {
  private static final boolean SHORT = "short".equals(System.getProperty("stress"));
  private static final int PROGRAMS = SHORT ? 2 : 15;
  private static final int INTERLEAVINGS = SHORT ? 100 : 500;

  private Races() {}

  /** Looks for an interleaving of the operations of a class that is not as it must be; throws with it. */
  static void check(Class<?> operations) {
    check(operations, 2, 3);
    check(operations, 3, 2);
  }

  private static void check(Class<?> operations, int threads, int each) {
    new ModelCheckingOptions()
        .iterations(PROGRAMS)
        .invocationsPerIteration(INTERLEAVINGS)
        .threads(threads)
        .actorsPerThread(each)
        .actorsBefore(2)
        .actorsAfter(2)
        .check(operations);
  }

  /** For the end of a program, where AssertJ cannot be used. */
  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
