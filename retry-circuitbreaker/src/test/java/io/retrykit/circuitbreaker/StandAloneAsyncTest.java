package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.refusal;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SPEC 22.12: asynchronous calls, which end in more ways than the others. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StandAloneAsyncTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final CompletableFuture<String> stage = new CompletableFuture<>();

  private CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("b").timebase(time).consecutiveFailures(1).probes(2);
  }

  /** One of two probes is free, so that what the other one does is seen. */
  private CircuitBreaker halfOpen() {
    CircuitBreaker breaker = builder().build();
    breaker.open();
    breaker.halfOpen();
    begin(breaker);
    return breaker;
  }

  private static void assertCounted(CircuitBreaker breaker, int calls, int failed) {
    assertThat(breaker.snapshot().calls()).as("calls").isEqualTo(calls);
    assertThat(breaker.snapshot().failed()).as("failed").isEqualTo(failed);
  }

  /** Returns what a future holds, itself. */
  private static @Nullable Throwable failure(CompletableFuture<?> future) {
    assertThat(future).isDone();
    Throwable[] seen = new Throwable[1];
    CompletableFuture<?> looked = future.whenComplete((result, failure) -> seen[0] = failure);
    assertThat(looked).isDone();
    return seen[0];
  }

  @Test
  void stage_completesLater_soDoesTheFuture() {
    CircuitBreaker breaker = builder().build();
    CompletableFuture<String> future = breaker.callAsync(() -> stage);
    assertThat(future).isNotDone();
    assertCounted(breaker, 0, 0);
    stage.complete("v");
    assertThat(future).isCompletedWithValue("v");
    assertCounted(breaker, 1, 0);
  }

  @Test
  void stage_failsWithAWrapper_theFutureHoldsTheFailureItself() {
    IOException down = new IOException("down");
    CircuitBreaker breaker = builder().consecutiveFailures(9).build();
    CompletionStage<String> derived = stage.thenApply(value -> value);
    CompletableFuture<String> future = breaker.callAsync(() -> derived);
    stage.completeExceptionally(down);
    assertThat(failure(future)).isSameAs(down);
    CompletableFuture<String> wrapped =
        breaker.callAsync(() -> Stages.failed(new CompletionException(down)));
    assertThat(failure(wrapped)).isSameAs(down);
    assertCounted(breaker, 2, 2);
  }

  /** SPEC 22.10: refused means a failed future; nothing is thrown, nothing called. */
  @Test
  void refused_isAFailedFuture() {
    CircuitBreaker breaker = builder().openTime(ofSeconds(10)).build();
    breaker.open();
    AtomicInteger calls = new AtomicInteger();
    CompletableFuture<String> future = breaker.callAsync(() -> {
      calls.incrementAndGet();
      return stage;
    });
    assertThat(failure(future))
        .isInstanceOfSatisfying(
            CircuitOpenException.class,
            refused -> assertThat(refused.remaining()).contains(ofSeconds(10)));
    assertThat(calls).hasValue(0);
  }

  /** Resilience4j's future never completes if the supplier throws. */
  @Test
  void supplierThatThrows_isAFailedFuture() {
    CircuitBreaker breaker = builder().consecutiveFailures(2).build();
    IllegalStateException broken = new IllegalStateException("broken");
    CompletableFuture<String> future = breaker.callAsync(() -> {
      throw broken;
    });
    assertThat(failure(future)).isSameAs(broken);
    assertCounted(breaker, 1, 1);
    AssertionError error = new AssertionError("at home");
    CompletableFuture<String> second = breaker.callAsync(() -> {
      throw error;
    });
    assertThat(failure(second)).isSameAs(error);
    assertCounted(breaker, 1, 1);
  }

  @Test
  @SuppressWarnings("NullAway") // the point of the test
  void supplierThatReturnsNull_isAFailedFuture() {
    CircuitBreaker breaker = builder().build();
    Supplier<CompletionStage<String>> nothing = () -> null;
    assertThat(failure(breaker.callAsync(nothing)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("operation returned null");
  }

  @Test
  void cancelled_cancelsTheStage_freesTheProbe_saysNothing() {
    CircuitBreaker breaker = halfOpen();
    CompletableFuture<String> future = breaker.callAsync(() -> stage);
    refusal(breaker);
    assertThat(future.cancel(true)).isTrue();
    assertThat(stage).isCancelled();
    assertCounted(breaker, 0, 0);
    begin(breaker);
    refusal(breaker);
  }

  /** A stage that cannot be cancelled does not keep the probe. */
  @Test
  void cancelled_stageThatCannotBe_freesTheProbeAllTheSame() {
    CircuitBreaker breaker = halfOpen();
    CompletableFuture<String> future = breaker.callAsync(stage::minimalCompletionStage);
    future.cancel(true);
    begin(breaker);
    stage.complete("too late");
    assertCounted(breaker, 0, 0);
  }

  @Test
  void stageThatIsCancelled_saysNothing() {
    CircuitBreaker breaker = halfOpen();
    CompletableFuture<String> future = breaker.callAsync(() -> stage);
    stage.cancel(true);
    assertThat(failure(future)).isInstanceOf(CancellationException.class);
    assertCounted(breaker, 0, 0);
    begin(breaker);
  }

  /** What {@code orTimeout} does, without the wait. */
  @Test
  void timedOutByItsCaller_isAFailure_andCancelsTheStage() {
    CircuitBreaker breaker = builder().build();
    CompletableFuture<String> future = breaker.callAsync(() -> stage);
    future.completeExceptionally(new TimeoutException());
    assertThat(stage).isCancelled();
    assertCounted(breaker, 1, 1);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void completedByItsCaller_saysNothing() {
    CircuitBreaker breaker = halfOpen();
    CompletableFuture<String> future = breaker.callAsync(() -> stage);
    future.complete("never mind");
    assertThat(stage).isCancelled();
    assertCounted(breaker, 0, 0);
    begin(breaker);
  }

  /** The real thing ends too; how long that takes is nobody's business here. */
  @Test
  void orTimeout_ends() throws Exception {
    CircuitBreaker breaker = builder().build();
    CompletableFuture<String> future =
        breaker.callAsync(() -> stage).orTimeout(1, TimeUnit.MILLISECONDS);
    assertThat(catchThrowable(future::join)).hasCauseInstanceOf(TimeoutException.class);
    assertThat(stage.handle((result, failure) -> "over").get(30, TimeUnit.SECONDS))
        .isEqualTo("over");
  }

  @Test
  void wrapped_isOneCallEachTime() {
    CircuitBreaker breaker = CircuitBreaker.builder("b").timebase(time).build();
    Supplier<CompletableFuture<String>> wrapped = breaker.wrapAsync(() -> Stages.of("v"));
    assertCounted(breaker, 0, 0);
    assertThat(wrapped.get()).isCompletedWithValue("v");
    assertThat(wrapped.get()).isCompletedWithValue("v");
    assertCounted(breaker, 2, 0);
  }

  /** The future completes whatever breaks between the call's end and its telling. */
  @Test
  void clockThatBreaks_doesNotHangTheCall() {
    boolean[] broken = new boolean[1];
    CircuitBreaker breaker = CircuitBreaker.builder("b")
        .slowCalls(ofSeconds(1), 50)
        .timebase(new Timebase() {
          @Override
          public long nanos() {
            if (broken[0]) {
              throw new IllegalStateException("no time");
            }
            return 0;
          }

          @Override
          public void sleep(long nanos) {}

          @Override
          public Scheduled schedule(long delayNanos, Runnable task) {
            throw new UnsupportedOperationException();
          }
        })
        .build();
    CompletableFuture<String> good = breaker.callAsync(() -> stage);
    CompletableFuture<String> other = new CompletableFuture<>();
    CompletableFuture<String> bad = breaker.callAsync(() -> other);
    broken[0] = true;
    stage.complete("v");
    IOException down = new IOException("down");
    other.completeExceptionally(down);
    assertThat(good).isCompletedWithValue("v");
    assertThat(failure(bad)).isSameAs(down);
  }
}
