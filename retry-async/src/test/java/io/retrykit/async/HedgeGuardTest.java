package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitOpenException;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** SPEC 23.13, SPEC 8.1, SPEC 8.2: attempts beside each other, and what the guards make of them. */
class HedgeGuardTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Product>> stages = new ArrayList<>();

  private RetryPolicyBuilder policy(Guard... guards) {
    RetryPolicyBuilder policy =
        RetryPolicy.builder().discovery(false).maxAttempts(1).timebase(time);
    for (Guard guard : guards) {
      policy.guard(guard);
    }
    return policy;
  }

  private CompletableFuture<Product> call(RetryPolicyBuilder policy, Hedge hedge) {
    return AsyncRetry.with(policy.build())
        .withExecutor(Runnable::run)
        .withHedge(hedge)
        .call(() -> {
          CompletableFuture<Product> stage = new CompletableFuture<>();
          stages.add(stage);
          return stage;
        });
  }

  private CompletableFuture<Product> call(Guard... guards) {
    return call(policy(guards), Hedge.after(ofMillis(100)).withMaxAttempts(3));
  }

  private Product complete(int stage) {
    Product product = new Product("product of " + stage, false);
    stages.get(stage).complete(product);
    return product;
  }

  private void fail(int stage) {
    stages.get(stage).completeExceptionally(new IOException("no"));
  }

  private static void hasEnded(CountedGuard guard, int granted) {
    assertThat(guard.granted).hasValue(granted);
    assertThat(guard.ends()).isEqualTo(granted);
    assertThat(guard.toldAgain).hasValue(0);
  }

  private RateLimiter limiter(int permits) {
    return RateLimiter.builder(permits, ofMinutes(1))
        .burst(permits)
        .timebase(time)
        .build();
  }

  private CircuitBreaker halfOpen(int probes) {
    CircuitBreaker breaker = CircuitBreaker.builder("breaker")
        .probes(probes)
        .successThreshold(probes)
        .timebase(time)
        .build();
    breaker.open();
    breaker.halfOpen();
    return breaker;
  }

  @Test
  void limiterThatWouldMakeAHedgeWait_letsItNotBegin_andLosesNoPermit() {
    RateLimiter limiter = limiter(1);
    CountedGuard counted = new CountedGuard(limiter);
    CompletableFuture<Product> call = call(counted);
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(1);
    assertThat(call).isCompletedWithValue(complete(0));
    hasEnded(counted, 2); // the attempt, and the hedge that would have had to wait
    assertThat(counted.released).hasValue(1);
    time.advance(ofSeconds(58));
    assertThat(limiter.tryAcquire()).isFalse();
    time.advance(ofSeconds(1)); // what was reserved for the hedge is there for others
    assertThat(limiter.tryAcquire()).isTrue();
    assertThat(limiter.tryAcquire()).isFalse();
  }

  @Test
  void limiter_givesOnePermitForEachAttemptThatBegan() {
    RateLimiter limiter = limiter(10);
    CountedGuard counted = new CountedGuard(limiter);
    CompletableFuture<Product> call = call(counted);
    time.advance(ofMillis(200));
    assertThat(stages).hasSize(3);
    assertThat(call).isCompletedWithValue(complete(1));
    hasEnded(counted, 3);
    assertThat(counted.succeeded).hasValue(1);
    assertThat(counted.abandoned).hasValue(2);
    assertThat(limiter.availablePermits()).isEqualTo(7);
  }

  @Test
  void guardThatRefuses_givesBackWhatTheGuardBeforeItGranted() {
    RateLimiter limiter = limiter(10);
    CountedGuard counted = new CountedGuard(limiter);
    CircuitBreaker breaker = halfOpen(1);
    CompletableFuture<Product> call = call(counted, breaker);
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(1);
    assertThat(limiter.availablePermits()).isEqualTo(9);
    fail(0);
    assertThat(call).isCompletedExceptionally();
    hasEnded(counted, 2);
    assertThat(counted.released).hasValue(1);
    assertThat(counted.failed).hasValue(1);
  }

  @Test
  void breakerThatIsOpen_letsNothingBegin() {
    CircuitBreaker breaker = CircuitBreaker.of("breaker");
    breaker.open();
    CountedGuard counted = new CountedGuard(breaker);
    CompletableFuture<Product> call = call(counted);
    time.advance(ofSeconds(1));
    assertThat(call.handle((product, failure) -> failure).join())
        .isInstanceOf(CircuitOpenException.class);
    assertThat(stages).isEmpty();
    hasEnded(counted, 0);
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void breakerThatOpensMeanwhile_letsNoHedgeBegin_andTheFirstAttemptStillCounts() {
    CircuitBreaker breaker = CircuitBreaker.builder("breaker").timebase(time).build();
    CountedGuard counted = new CountedGuard(breaker);
    CompletableFuture<Product> call = call(counted);
    breaker.open();
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(1);
    assertThat(call).isCompletedWithValue(complete(0));
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN); // a late success changes nothing
    hasEnded(counted, 1);
  }

  @Test
  void halfOpenBreaker_hasOneProbe_howeverManyHedgesAreDue() {
    CircuitBreaker breaker = halfOpen(1);
    CountedGuard counted = new CountedGuard(breaker);
    CompletableFuture<Product> call = call(counted);
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(1);
    assertThat(counted.refused).hasValue(1); // and is not asked again
    assertThat(call).isCompletedWithValue(complete(0));
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    hasEnded(counted, 1);
  }

  @Test
  void probesOfLosers_areFreeAgain() {
    CircuitBreaker breaker = halfOpen(3);
    CountedGuard counted = new CountedGuard(breaker);
    CompletableFuture<Product> first = call(counted);
    time.advance(ofMillis(200));
    assertThat(stages).hasSize(3);
    assertThat(first).isCompletedWithValue(complete(2));
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    CompletableFuture<Product> second = call(counted); // two places are left
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(5);
    assertThat(second).isCompletedWithValue(complete(3));
    assertThat(call(counted)).isNotDone();
    complete(5);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    hasEnded(counted, 6);
  }

  @Test
  void cancelledCall_leavesNoProbeBehind() {
    CircuitBreaker breaker = halfOpen(2);
    CountedGuard counted = new CountedGuard(breaker);
    CompletableFuture<Product> call = call(counted);
    time.advance(ofMillis(100));
    call.cancel(true);
    assertThat(stages).hasSize(2).allMatch(CompletableFuture::isCancelled);
    hasEnded(counted, 2);
    assertThat(counted.abandoned).hasValue(2);
    CompletableFuture<Product> next = call(counted);
    time.advance(ofMillis(100));
    assertThat(stages).hasSize(4); // SPEC 22.8: both places were free
    assertThat(next).isCompletedWithValue(complete(3));
  }

  @Test
  void losersThatCannotBeCancelled_areClosedWhenTheyCome_andTheirGrantsHaveEndedBefore() {
    CountedGuard counted = new CountedGuard(limiter(10));
    CompletableFuture<Product> stubborn = new CompletableFuture<>() {
      @Override
      public boolean cancel(boolean mayInterrupt) {
        return false;
      }
    };
    CompletableFuture<Product> good = new CompletableFuture<>();
    CompletableFuture<Product> call = AsyncRetry.with(policy(counted).build())
        .withExecutor(Runnable::run)
        .withHedge(Hedge.after(ofMillis(100)))
        .call(() -> counted.granted.get() == 1 ? stubborn : good);
    time.advance(ofMillis(100));
    Product first = new Product("first", false);
    good.complete(first);
    hasEnded(counted, 2);
    Product late = new Product("late", false);
    stubborn.complete(late);
    assertThat(call).isCompletedWithValue(first);
    assertThat(late.closed()).isOne();
    assertThat(first.closed()).isZero();
    hasEnded(counted, 2);
  }

  @Test
  void insideARetry_theSecondRoundKeepsToTheBound_andEveryGrantIsToldItsEnd() {
    CountedGuard counted = new CountedGuard(limiter(10));
    Hedge two = Hedge.after(ofMillis(100)).withMaxAttempts(3).withMaxInFlight(2);
    CompletableFuture<Product> call =
        call(policy(counted).maxAttempts(2).backoff(Backoff.fixed(ofSeconds(5))), two);
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(2);
    fail(0);
    assertThat(stages).hasSize(3); // one is due since
    fail(1);
    fail(2);
    assertThat(counted.failed).hasValue(3);
    assertThat(time.pendingTasks()).isOne(); // the pause
    time.advance(ofSeconds(5));
    time.advance(ofSeconds(1));
    assertThat(stages).hasSize(5);
    assertThat(call).isCompletedWithValue(complete(4));
    assertThat(stages.get(3)).isCancelled();
    hasEnded(counted, 5);
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void cancel_inTheSecondRound_cancelsAllInFlight() {
    CountedGuard counted = new CountedGuard(limiter(10));
    CompletableFuture<Product> call = call(
        policy(counted).maxAttempts(2).backoff(Backoff.fixed(ofSeconds(5))),
        Hedge.after(ofMillis(100)));
    time.advance(ofMillis(100));
    fail(0);
    fail(1);
    time.advance(ofSeconds(5));
    time.advance(ofMillis(100));
    assertThat(stages).hasSize(4);
    call.cancel(true);
    assertThat(stages.subList(2, 4)).allMatch(CompletableFuture::isCancelled);
    hasEnded(counted, 4);
    assertThat(counted.abandoned).hasValue(2);
    assertThat(time.pendingTasks()).isZero();
  }
}
