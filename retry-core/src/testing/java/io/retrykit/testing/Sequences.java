package io.retrykit.testing;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Random sequences of operations, others in every run. The failure of one names its seed; {@code -Dsequence.seed=} with that
 * number plays this one alone.
 */
public final class Sequences {
  private static final String SEED = "sequence.seed";

  private Sequences() {}

  /** Plays so many sequences, each from its own seed, or the one that is to be repeated; returns how many. */
  public static int play(int sequences, Consumer<Random> sequence) {
    Long wanted = Long.getLong(SEED);
    if (wanted != null) {
      play(wanted.longValue(), sequence);
      return 1;
    }
    for (int i = 0; i < sequences; i++) {
      play(ThreadLocalRandom.current().nextLong(), sequence);
    }
    return sequences;
  }

  private static void play(long seed, Consumer<Random> sequence) {
    try {
      sequence.accept(new Random(seed));
    } catch (AssertionError | RuntimeException differs) {
      throw new AssertionError("-D" + SEED + "=" + seed + ": " + differs.getMessage(), differs);
    }
  }
}
