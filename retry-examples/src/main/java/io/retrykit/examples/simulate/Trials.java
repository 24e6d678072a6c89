package io.retrykit.examples.simulate;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Repeats a trial with random hops and pauses. The same seed gives the same trials, on every machine and JDK: the
 * numbers are those of {@link Random}, whose sequences are specified.
 *
 * @param count how many, 2 or more
 * @param seed where randomness starts
 */
record Trials(int count, long seed) {
  private static final double HOP = 10;
  private static final double HOP_DEVIATION = 2;

  /**
   * Runs the trials.
   *
   * @param each is handed each trial in turn
   */
  Result run(Contender contender, int clients, Consumer<Trial> each) {
    double[] calls = new double[count];
    double[] times = new double[count];
    double[] conflicts = new double[count];
    for (int i = 0; i < count; i++) {
      Random hops = stream(clients, i, 0);
      Random units = stream(clients, i, 1);
      Trial trial = Contention.run(clients, contender.client(), hop(hops), units::nextDouble);
      calls[i] = trial.calls();
      times[i] = trial.time();
      conflicts[i] = trial.mostConflicts();
      each.accept(trial);
    }
    return new Result(
        contender, clients, Estimate.of(calls), Estimate.of(times), Estimate.of(conflicts));
  }

  private static DoubleSupplier hop(Random random) {
    return () -> Math.abs(HOP + HOP_DEVIATION * random.nextGaussian());
  }

  /** Neighbouring seeds would begin alike, so they are mixed first (the finalizer of SplitMix64). */
  private Random stream(int clients, int trial, int use) {
    long z = seed + 0x9e3779b97f4a7c15L * (2L * (clients * 1_000_003L + trial) + use + 1);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return new Random(z ^ (z >>> 31));
  }

  /**
   * What the trials of one contender came to.
   *
   * @param calls writes that reached the server
   * @param time until the last client had written, in milliseconds
   * @param mostConflicts of the unluckiest client
   */
  record Result(
      Contender contender, int clients, Estimate calls, Estimate time, Estimate mostConflicts) {}
}
