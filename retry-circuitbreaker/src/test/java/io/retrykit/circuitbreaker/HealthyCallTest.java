package io.retrykit.circuitbreaker;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.call.Operation;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Timebase;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** SPEC 22.14: what a call costs that succeeds. Counts bytes and clock readings; times nothing. */
class HealthyCallTest {
  private static final int CALLS = 100_000;

  private final AllocatedBytes allocated = new AllocatedBytes();
  private final CountingTime time = new CountingTime();
  private int calls;

  private CircuitBreaker breaker(UnaryOperator<CircuitBreakerBuilder> settings) {
    return settings.apply(CircuitBreaker.builder("b").timebase(time)).build();
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
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .guard(breaker(builder -> builder))
        .build());
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

  /** A frozen clock that knows how often it was read. */
  private static final class CountingTime implements Timebase {
    private int readings;

    @Override
    public long nanos() {
      readings++;
      return 0;
    }

    @Override
    public void sleep(long nanos) {}

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      throw new UnsupportedOperationException("a breaker schedules nothing");
    }
  }
}
