package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SPEC 23.1: what a retry is made from is kept by what is made from it, in whatever order it was given. */
class AsyncSettingsTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<AdmissionRequest> requests = new ArrayList<>();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final Guard asking = new Guard() {
    @Override
    public String name() {
      return "asking";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      requests.add(request);
      return Admission.granted();
    }
  };
  private final RetryPolicy policy = RetryPolicy.builder()
      .name("p")
      .discovery(false)
      .maxAttempts(1)
      .maxDuration(ofMinutes(5))
      .guard(asking)
      .timebase(time)
      .build();

  private CompletableFuture<Object> begin() {
    stages.add(new CompletableFuture<>());
    return stages.get(stages.size() - 1);
  }

  static Stream<List<UnaryOperator<AsyncRetry>>> orders() {
    UnaryOperator<AsyncRetry> hedge = retry -> retry.withHedge(Hedge.after(ofMillis(100)));
    UnaryOperator<AsyncRetry> executor = retry -> retry.withExecutor(Runnable::run);
    UnaryOperator<AsyncRetry> key = retry -> retry.forKey("tenant");
    UnaryOperator<AsyncRetry> cost = retry -> retry.withCost(7);
    return Stream.of(
        List.of(hedge, executor, key, cost),
        List.of(cost, key, executor, hedge),
        List.of(executor, cost, hedge, key));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void settings_inAnyOrder_areAllKept(List<UnaryOperator<AsyncRetry>> order) {
    AsyncRetry retry = AsyncRetry.with(policy);
    for (UnaryOperator<AsyncRetry> setting : order) {
      retry = setting.apply(retry);
    }
    CompletableFuture<Object> call = retry.call(this::begin);
    time.advance(ofMillis(100));

    assertThat(stages).hasSize(2);
    assertThat(requests).extracting(AdmissionRequest::key).containsOnly("tenant");
    assertThat(requests).extracting(AdmissionRequest::cost).containsOnly(7L);
    assertThat(requests.get(0).remainingNanos()).isEqualTo(ofMinutes(5).toNanos());
    stages.get(1).complete("v");
    assertThat(call).isCompletedWithValue("v");
    assertThat(retry.policy()).isSameAs(policy);
  }

  @Test
  void settings_leaveTheOriginalAlone() {
    AsyncRetry plain = AsyncRetry.with(policy).withExecutor(Runnable::run);
    AsyncRetry unused =
        plain.withHedge(Hedge.after(ofMillis(100))).forKey("tenant").withCost(7);
    CompletableFuture<Object> call = plain.call(this::begin);
    time.advance(ofSeconds(9));

    assertThat(stages).hasSize(1);
    assertThat(requests).extracting(AdmissionRequest::key).containsExactly("p");
    assertThat(requests).extracting(AdmissionRequest::cost).containsExactly(1L);
    assertThat(unused).hasToString(plain.toString());
    call.cancel(true);
  }

  /** A scheduler of one's own keeps the hedge's moment, in real time. */
  @Test
  void withScheduler_keepsTheHedge() {
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    CompletableFuture<Object> second = new CompletableFuture<>();
    int[] begun = {0};
    CompletableFuture<Object> call = AsyncRetry.with(policy)
        .withHedge(Hedge.after(ofMillis(1)))
        .withScheduler(scheduler)
        .call(() -> begun[0]++ == 0 ? new CompletableFuture<>() : second);
    second.complete("second");
    assertThat(call.join()).isEqualTo("second");
    scheduler.shutdownNow();
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nothing_isRefused() {
    AsyncRetry retry = AsyncRetry.with(policy);
    assertThatNullPointerException().isThrownBy(() -> AsyncRetry.with(null)).withMessage("policy");
    assertThatNullPointerException()
        .isThrownBy(() -> retry.withExecutor(null))
        .withMessage("executor");
    assertThatNullPointerException()
        .isThrownBy(() -> retry.withScheduler(null))
        .withMessage("scheduler");
    assertThatNullPointerException().isThrownBy(() -> retry.withHedge(null)).withMessage("hedge");
    assertThatNullPointerException().isThrownBy(() -> retry.forKey(null)).withMessage("key");
    assertThatNullPointerException().isThrownBy(() -> retry.call(null)).withMessage("operation");
  }
}
