package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** SPEC 23.13: of several results one is handed back, and each of the others is closed, once. */
class HedgeResultsTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final Hedge hedge = Hedge.after(ofMillis(100)).withMaxAttempts(3);

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder().discovery(false).maxAttempts(1).timebase(time);
  }

  private static AsyncRetry with(RetryPolicyBuilder policy, Hedge with) {
    return AsyncRetry.with(policy.build()).withExecutor(Runnable::run).withHedge(with);
  }

  private CompletableFuture<Object> begin() {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    stages.add(stage);
    return stage;
  }

  /** The rule that looks at one lets the other come, and that one is good first. */
  @Test
  void goodOneThatComesSecond_isClosed() {
    int[] closed = {0};
    AutoCloseable late = () -> closed[0]++;
    CompletableFuture<Object> call = with(
            policy().retryOnResult(result -> {
              stages.get(1).complete("second");
              return false;
            }),
            hedge)
        .call(this::begin);
    time.advance(ofMillis(100));
    stages.get(0).complete(late);
    assertThat(call).isCompletedWithValue("second");
    assertThat(closed).containsExactly(1);
  }

  @Test
  void unacceptableResults_areClosed_butForTheLast() {
    List<String> closed = new ArrayList<>();
    List<AutoCloseable> results = new ArrayList<>();
    for (String name : List.of("1", "2", "3")) {
      results.add(() -> closed.add(name));
    }
    CompletableFuture<Object> call =
        with(policy().retryOnResult(result -> true), hedge).call(this::begin);
    for (int i = 0; i < 3; i++) {
      stages.get(i).complete(results.get(i));
    }
    assertThat(call).isCompletedWithValue(results.get(2));
    assertThat(closed).containsExactly("1", "2");
  }

  @Test
  void unacceptableResult_isClosed_whenTheCallEndsOtherwise() {
    int[] closed = {0};
    AutoCloseable bad = () -> closed[0]++;
    for (String end : List.of("good", "cancelled", "late")) {
      stages.clear();
      CompletableFuture<Object> call = with(
              policy().attemptTimeout(ofSeconds(1)).retryOnResult(bad::equals),
              hedge.withMaxAttempts(2))
          .call(this::begin);
      stages.get(0).complete(bad);
      if (end.equals("good")) {
        stages.get(1).complete("v");
      } else if (end.equals("cancelled")) {
        call.cancel(true);
      }
      time.advance(ofSeconds(1));
      assertThat(call).isDone();
    }
    assertThat(closed).containsExactly(3);
  }
}
