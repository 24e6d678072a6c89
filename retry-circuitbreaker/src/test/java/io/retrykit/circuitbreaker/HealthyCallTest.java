package io.retrykit.circuitbreaker;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.call.Operation;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.testing.AllocatedBytes;
import io.retrykit.time.Timebase;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC 22.14: what a call costs that succeeds. Counts bytes and clock readings; times nothing. */
class HealthyCallTest {
  private static final int CALLS = 100_000;

  /** A bucket, and a cohort with its grant. */
  private static final long BYTES_OF_A_RENEWAL = 160;

  private final AllocatedBytes allocated = new AllocatedBytes();
  private final CountingTime time = new CountingTime();
  private int calls;

  private CircuitBreaker breaker(UnaryOperator<CircuitBreakerBuilder> settings) {
    return settings.apply(CircuitBreaker.builder("b").timebase(time)).build();
  }

  private Retry retry(CircuitBreaker breaker) {
    return Retry.with(
        RetryPolicy.builder().discovery(false).timebase(time).guard(breaker).build());
  }

  /** Fewer than one for each call: the rest is noise of the JVM's own. */
  private void assertAllocatesNothing(CircuitBreaker breaker) {
    Operation<String, RuntimeException> operation = () -> ++calls > 0 ? "v" : "overflow";
    assertThat(allocated.fewestIn(CALLS, () -> breaker.call(operation))).isLessThan(CALLS);
  }

  @Test
  void call_countWindow_allocatesNothing() {
    assertAllocatesNothing(breaker(builder -> builder));
  }

  @Test
  void call_withAFailureInTheWindow_allocatesNothing() {
    CircuitBreaker breaker = breaker(builder -> builder.countWindow(1_000_000));
    Attempts.fail(breaker);
    assertAllocatesNothing(breaker);
  }

  @Test
  void call_consecutiveFailures_allocatesNothing() {
    assertAllocatesNothing(breaker(builder -> builder.consecutiveFailures(5)));
  }

  @Test
  void call_timeWindow_allocatesNothing() {
    assertAllocatesNothing(breaker(builder -> builder.timeWindow(ofSeconds(10))));
  }

  @Test
  void call_slowCallsLookedFor_allocatesNothing() {
    assertAllocatesNothing(breaker(builder -> builder.slowCalls(ofSeconds(1), 50)));
  }

  @Test
  void call_disabledOrMeasuring_allocatesNothing() {
    CircuitBreaker disabled = breaker(builder -> builder);
    disabled.disable();
    assertAllocatesNothing(disabled);
    CircuitBreaker measuring = breaker(builder -> builder);
    measuring.metricsOnly();
    assertAllocatesNothing(measuring);
  }

  @Test
  void firstAttempt_ofARetryWithABreaker_allocatesNothing() {
    Operation<String, RuntimeException> operation = () -> ++calls > 0 ? "v" : "overflow";
    Retry retry = retry(breaker(builder -> builder));
    assertThat(allocated.fewestIn(CALLS, () -> retry.call(operation))).isLessThan(CALLS);
  }

  @Test
  void call_countWindow_readsNoClock_butAFailureDoes() {
    CircuitBreaker breaker = breaker(builder -> builder);
    time.readings = 0;
    Attempts.succeed(breaker, 300);
    assertThat(time.readings).isZero();
    Attempts.fail(breaker, 3);
    assertThat(time.readings).isEqualTo(3); // each may open, and an open time begins then
    Attempts.succeed(breaker, 300);
    assertThat(time.readings).isEqualTo(3);
  }

  @Test
  void call_timeWindow_readsTheClockOnce() {
    CircuitBreaker breaker = breaker(builder -> builder.timeWindow(ofSeconds(10)));
    time.readings = 0;
    Attempts.succeed(breaker, 300);
    assertThat(time.readings).isEqualTo(300);
  }

  /** When it is asked for, begun and ended; a window of time reads it for its buckets too. */
  @ParameterizedTest
  @CsvSource({"false, 3", "true, 4"})
  void call_slowCallsLookedFor_readsTheClockThreeTimes_fourInAWindowOfTime(
      boolean ofTime, int times) {
    CircuitBreaker breaker = breaker(builder ->
        (ofTime ? builder.timeWindow(ofSeconds(10)) : builder).slowCalls(ofSeconds(8), 50));
    Retry retry = retry(breaker);
    Attempts.succeed(breaker, 300); // a window that fills reads it once more
    time.readings = 0;
    Attempts.succeed(breaker, 300);
    assertThat(time.readings).isEqualTo(times * 300);
    time.readings = 0;
    for (int i = 0; i < 300; i++) {
      retry.call(() -> "v");
    }
    assertThat(time.readings).as("in a policy").isEqualTo(times * 300);
  }

  /** Time goes by, so a call in ten begins a bucket and an eighth of the threshold: these, and only these, allocate. */
  @Test
  void call_whileTimeGoesBy_allocatesForEachBucketAndEachEighthOfTheThreshold() {
    CircuitBreaker breaker =
        breaker(builder -> builder.timeWindow(ofSeconds(10), 10).slowCalls(ofSeconds(8), 50));
    Operation<String, RuntimeException> operation = () -> ++calls > 0 ? "v" : "overflow";
    time.step = ofMillis(25).toNanos(); // four readings a call
    long bytes = allocated.fewestIn(CALLS, () -> breaker.call(operation));
    assertThat(bytes).isBetween((long) CALLS, CALLS / 10 * BYTES_OF_A_RENEWAL);
    assertThat(breaker.snapshot().calls()).isBetween(90L, 100L);
  }

  /** A clock that knows how often it was read; frozen, unless each reading moves it. */
  private static final class CountingTime implements Timebase {
    private int readings;
    private long step;
    private long nanos;

    @Override
    public long nanos() {
      readings++;
      nanos += step;
      return nanos;
    }

    @Override
    public void sleep(long nanos) {}

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      throw new UnsupportedOperationException("a breaker schedules nothing");
    }
  }
}
