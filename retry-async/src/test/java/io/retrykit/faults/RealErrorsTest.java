package io.retrykit.faults;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.Operation;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.policy.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SPEC 3.3, SPEC 8.2, SPEC 23.4: errors as the JVM throws them, the stack full and the heap too small: the call ends with
 * that very one, once, and the probe of a half-open breaker that ended so frees its place.
 */
class RealErrorsTest {
  enum Kind {
    STACK(StackOverflowError.class) {
      @Override
      Object provoke() {
        return deeper(0);
      }
    },
    HEAP(OutOfMemoryError.class) {
      @Override
      Object provoke() {
        return new long[Integer.MAX_VALUE - 8]; // 16 GB: no test has as much
      }
    };

    private final Class<? extends Error> type;

    Kind(Class<? extends Error> type) {
      this.type = type;
    }

    abstract Object provoke();

    @SuppressWarnings("InfiniteRecursion") // until the stack is full
    private static int deeper(int depth) {
      return deeper(depth + 1) + 1;
    }
  }

  private final CountingGuard guard = new CountingGuard();
  private final CircuitBreaker breaker = CircuitBreaker.builder("down")
      .consecutiveFailures(1)
      .openTime(Duration.ofNanos(1))
      .probes(1)
      .build();
  private final RetryPolicy policy = RetryPolicy.builder()
      .maxAttempts(3)
      .backoff(Backoff.none())
      .guard(guard)
      .guard(breaker)
      .build();

  private void assertThatOneCallWasMade_andAnotherMayBe() throws Exception {
    assertThat(guard.granted.get()).isEqualTo(1);
    assertThat(guard.ended.get()).isEqualTo(1);
    assertThat(Retry.with(policy).call(() -> "well")).isEqualTo("well");
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @ParameterizedTest
  @EnumSource
  void error_ofTheOperation_isThrown_andTheProbeIsFree(Kind kind) throws Exception {
    breaker.open();
    Operation<Object, RuntimeException> operation = kind::provoke;
    assertThat(catchThrowable(() -> Retry.with(policy).call(operation)))
        .isExactlyInstanceOf(kind.type);
    assertThatOneCallWasMade_andAnotherMayBe();
  }

  @ParameterizedTest
  @EnumSource
  void error_onAnExecutor_completesTheFuture(Kind kind) throws Exception {
    breaker.open();
    CompletableFuture<Object> call =
        AsyncRetry.with(policy).callBlocking(kind::provoke, ForkJoinPool.commonPool());
    assertThat(catchThrowable(() -> call.get(1, MINUTES)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseExactlyInstanceOf(kind.type);
    assertThatOneCallWasMade_andAnotherMayBe();
  }

  @ParameterizedTest
  @EnumSource
  void error_ofAStage_completesTheFuture(Kind kind) throws Exception {
    breaker.open();
    CompletableFuture<Object> call =
        AsyncRetry.with(policy).call(() -> CompletableFuture.supplyAsync(kind::provoke));
    assertThat(catchThrowable(() -> call.get(1, MINUTES)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseExactlyInstanceOf(kind.type);
    assertThatOneCallWasMade_andAnotherMayBe();
  }
}
