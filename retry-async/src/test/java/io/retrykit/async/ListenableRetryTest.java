package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.util.concurrent.FluentFuture;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** SPEC 23.11: Guava's futures in, and out. */
class ListenableRetryTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final RetryPolicy policy = RetryPolicy.builder()
      .maxAttempts(2)
      .backoff(Backoff.fixed(ofSeconds(1)))
      .timebase(time)
      .build();
  private final ListenableRetry retry =
      ListenableRetry.with(AsyncRetry.with(policy).withExecutor(Runnable::run));
  private final List<SettableFuture<Object>> attempts = new ArrayList<>();

  private ListenableFuture<Object> begin() {
    SettableFuture<Object> attempt = SettableFuture.create();
    attempts.add(attempt);
    return attempt;
  }

  @Test
  void call_failedOnce_isMadeAgain() throws Exception {
    FluentFuture<Object> call = retry.call(this::begin);
    attempts.get(0).setException(new IOException("1"));
    time.advance(ofSeconds(1));
    attempts.get(1).set("v");

    assertThat(Futures.getDone(call)).isEqualTo("v");
  }

  @Test
  void call_failedForGood_failsWithThatVeryFailure() {
    IOException last = new IOException("2");
    FluentFuture<Object> call = retry.callWithAttempt(attempt -> attempt.number() == 1
        ? Futures.immediateFailedFuture(new IOException("1"))
        : Futures.immediateFailedFuture(last));
    time.advance(ofSeconds(1));

    assertThat(catchThrowable(() -> Futures.getDone(call)))
        .isInstanceOf(ExecutionException.class)
        .satisfies(thrown -> assertThat(thrown.getCause()).isSameAs(last));
  }

  @Test
  void cancel_cancelsTheAttempt_andNoneBegins() {
    FluentFuture<Object> call = retry.wrapSupplier(this::begin).get();
    assertThat(call.cancel(true)).isTrue();
    time.advance(ofSeconds(10));

    assertThat(attempts)
        .singleElement()
        .satisfies(each -> assertThat(each.isCancelled()).isTrue());
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void attemptThatWasCancelled_cancelsTheCall() {
    FluentFuture<Object> call = retry.wrapFunction(argument -> begin()).apply("x");
    attempts.get(0).cancel(false);

    assertThat(call.isCancelled()).isTrue();
    assertThat(catchThrowable(call::get)).isInstanceOf(CancellationException.class);
  }

  @Test
  void operationThatReturnsNull_isAFailedAttempt() {
    FluentFuture<Object> call = retry.call(() -> null);
    time.advance(ofSeconds(1));

    assertThat(catchThrowable(() -> Futures.getDone(call)))
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage("the operation returned null, not a future");
  }
}
