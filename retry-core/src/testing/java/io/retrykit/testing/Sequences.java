package io.retrykit.testing;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Random sequences of operations, others in every run. The failure of one names its seed; {@code -Dsequence.seed=} with that
 * number plays this one alone, {@code -Dsequence.times=} with another one plays so many times as many.
 */
public final class Sequences {
  private static final String SEED = "sequence.seed";
  private static final int TIMES = Integer.getInteger("sequence.times", 1);

  private Sequences() {}

  /** Plays so many sequences or more, each from its own seed, or the one that is to be repeated; returns how many. */
  public static int play(int sequences, Consumer<Random> sequence) {
    Long wanted = Long.getLong(SEED);
    if (wanted != null) {
      play(wanted.longValue(), sequence);
      return 1;
    }
    int all = Math.multiplyExact(sequences, TIMES);
    for (int i = 0; i < all; i++) {
      play(ThreadLocalRandom.current().nextLong(), sequence);
    }
    return all;
  }

  private static void play(long seed, Consumer<Random> sequence) {
    try {
      sequence.accept(new Random(seed));
    } catch (AssertionError | RuntimeException differs) {
      throw new AssertionError("-D" + SEED + "=" + seed + ": " + differs.getMessage(), differs);
    }
  }
}
