package io.retrykit.benchmarks;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does choosing a jittered pause cost? {@code java -jar benchmarks.jar Delay} */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class DelayBenchmark {
  /** After how many failures. */
  @Param({"1", "5", "20"})
  public int attempt;

  private final RetryPolicy policy = RetryPolicy.defaults();
  private final Backoff backoff = policy.backoff();
  private final RandomGenerator random = policy.random();
  private final long[] lows = new long[7];
  private final long[] spans = new long[7];

  /** The defaults: one second doubling to a minute, spread by half to both sides, cut off at the minute. */
  public DelayBenchmark() {
    for (int i = 0; i < lows.length; i++) {
      long delay = Math.min(1_000_000_000L << i, 60_000_000_000L);
      lows[i] = delay / 2;
      spans[i] = Math.min(delay + delay / 2, 60_000_000_000L) - lows[i];
    }
  }

  /** The formula as it stands in every blog. */
  @Benchmark
  public long handWrittenPow() {
    double delay = Math.min(1e9 * Math.pow(2, attempt - 1), 60e9);
    return (long) (delay * (0.5 + ThreadLocalRandom.current().nextDouble()));
  }

  /** A table of ranges, and the same random draw as ours. */
  @Benchmark
  public long handWrittenTable() {
    int i = Math.min(attempt, lows.length) - 1;
    return lows[i] + (long) (ThreadLocalRandom.current().nextDouble() * spans[i]);
  }

  /** Ours. */
  @Benchmark
  public long backoff() {
    return backoff.nanos(attempt, 0, random);
  }
}
