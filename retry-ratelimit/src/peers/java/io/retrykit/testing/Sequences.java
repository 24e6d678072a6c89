package io.retrykit.testing;

import java.util.Random;
import java.util.function.Consumer;

/** Random sequences of operations, the same in every run. */
public final class Sequences {
  private Sequences() {}

  /** Plays so many sequences, each from its own seed; names the seed of one that fails. */
  public static void play(int sequences, Consumer<Random> sequence) {
    for (int seed = 0; seed < sequences; seed++) {
      try {
        sequence.accept(new Random(seed));
      } catch (AssertionError differs) {
        throw new AssertionError("seed " + seed + ": " + differs.getMessage(), differs);
      }
    }
  }
}
