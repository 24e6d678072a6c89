package io.retrykit.benchmarks;

import com.github.rholder.retry.Attempt;
import com.github.rholder.retry.WaitStrategies;
import com.github.rholder.retry.WaitStrategy;
import io.github.resilience4j.core.IntervalFunction;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import io.smallrye.faulttolerance.core.retry.BackOff;
import io.smallrye.faulttolerance.core.retry.RandomJitter;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.ExponentialRandomBackOffPolicy;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * What does choosing a jittered pause cost: one second, doubled, at most a minute? Each peer spreads in its own way. Spring 7,
 * Spring Retry and SmallRye go on from pause to pause and are asked as often as that: soon at the cap. Failsafe's is not to be
 * had alone. {@code java -jar benchmarks.jar Delay}
 */
@State(Scope.Thread)
public class DelayBenchmark extends NanosPerCall {
  /** After how many failures. */
  @Param({"1", "5", "20"})
  public int attempt;

  private final RetryPolicy policy = RetryPolicy.defaults();
  private final Backoff backoff = policy.backoff();
  private final RandomGenerator random = policy.random();
  private final long[] lows = new long[7];
  private final long[] spans = new long[7];
  private final BackoffStrategy aws =
      BackoffStrategy.exponentialDelay(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private final IntervalFunction resilience4j =
      IntervalFunction.ofExponentialRandomBackoff(1000, 2, 0.5, 60_000);
  private final WaitStrategy guavaRetrying = WaitStrategies.join(
      WaitStrategies.exponentialWait(500, 60_000, TimeUnit.MILLISECONDS),
      WaitStrategies.randomWait(500, TimeUnit.MILLISECONDS));
  private final BackOffExecution spring7 = begun();
  private final BackOff smallrye = new io.smallrye.faulttolerance.core.retry.ExponentialBackOff(
      1000, 2, new RandomJitter(500), 60_000);
  private final ExponentialRandomBackOffPolicy springRetry = new ExponentialRandomBackOffPolicy();
  private final BackOffContext springRetryContext;
  private final Exception failure = new Exception("on purpose");
  private long slept;

  /** The defaults: one second doubling to a minute, spread by half to both sides, cut off at the minute. */
  public DelayBenchmark() {
    for (int i = 0; i < lows.length; i++) {
      long delay = Math.min(1_000_000_000L << i, 60_000_000_000L);
      lows[i] = delay / 2;
      spans[i] = Math.min(delay + delay / 2, 60_000_000_000L) - lows[i];
    }
    springRetry.setInitialInterval(1000);
    springRetry.setMultiplier(2);
    springRetry.setMaxInterval(60_000);
    springRetry.setSleeper(millis -> slept = millis);
    springRetryContext = springRetry.start(null);
  }

  private static BackOffExecution begun() {
    ExponentialBackOff backOff = new ExponentialBackOff(1000, 2);
    backOff.setJitter(500);
    backOff.setMaxInterval(60_000);
    return backOff.start();
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

  /** The AWS SDK's: from nothing to the whole. */
  @Benchmark
  public Duration aws() {
    return aws.computeDelay(attempt + 1); // the first attempt is one, and not waited for
  }

  /** Resilience4j's: half to both sides. */
  @Benchmark
  public long resilience4j() {
    return resilience4j.apply(attempt);
  }

  /** guava-retrying's: up to half a second more. */
  @Benchmark
  public long guavaRetrying() {
    return guavaRetrying.computeSleepTime(new Failed(attempt, failure));
  }

  /** Spring Framework 7's: up to half a second to both sides. */
  @Benchmark
  public long spring7() {
    return spring7.nextBackOff();
  }

  /** Spring Retry's: from the whole to its double. */
  @Benchmark
  public long springRetry() {
    springRetry.backOff(springRetryContext);
    return slept;
  }

  /** SmallRye's: up to half a second to both sides. */
  @Benchmark
  public long smallrye() {
    return smallrye.getInMillis(failure);
  }

  private record Failed(long attempt, Exception failure) implements Attempt<Object> {
    @Override
    public Object get() {
      throw new IllegalStateException(failure);
    }

    @Override
    public boolean hasResult() {
      return false;
    }

    @Override
    public boolean hasException() {
      return true;
    }

    @Override
    public Object getResult() {
      throw new IllegalStateException(failure);
    }

    @Override
    public Throwable getExceptionCause() {
      return failure;
    }

    @Override
    public long getAttemptNumber() {
      return attempt;
    }

    @Override
    public long getDelaySinceFirstAttempt() {
      return 0;
    }
  }
}
