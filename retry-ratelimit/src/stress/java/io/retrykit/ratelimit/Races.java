package io.retrykit.ratelimit;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * How races are looked for: small programs of a few operations on two or three threads, made up by Lincheck, each run
 * under very many interleavings, which it chooses switch by switch. The answers must be those of some order of the
 * operations, one after the other, and what {@code @Validate} asks for must hold at the end. Repeatable: programs and
 * interleavings are the same in every run.
 */
final class Races {
  private static final boolean SHORT = "short".equals(System.getProperty("stress"));
  private static final int PROGRAMS = SHORT ? 2 : 10;
  private static final int INTERLEAVINGS = SHORT ? 100 : 500;

  private Races() {}

  /** Looks for an interleaving of the operations of a class that is not as it must be; throws with it. */
  static void check(Class<?> operations) {
    check(operations, 2);
  }

  /**
   * Looks for an interleaving that is not as it must be.
   *
   * @param before how many operations come first, one after the other
   */
  static void check(Class<?> operations, int before) {
    check(operations, before, 2, 3);
    check(operations, before, 3, 2);
  }

  private static void check(Class<?> operations, int before, int threads, int each) {
    new ModelCheckingOptions()
        .iterations(PROGRAMS)
        .invocationsPerIteration(INTERLEAVINGS)
        .threads(threads)
        .actorsPerThread(each)
        .actorsBefore(before)
        .actorsAfter(2)
        .addGuarantee(forClasses(Held.class.getName()).allMethods().ignore())
        .check(operations);
  }

  /** For the end of a program. AssertJ cannot be used there: Lincheck compares what it calls, and AssertJ minds. */
  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
