package io.retrykit.async.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.async.AsyncRetry;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/** SPEC 23.10: what hangs on the caller's thread when it calls hangs on those that later attempts run on. */
class MdcContextTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<@Nullable String> seen = new ArrayList<>();

  @AfterEach
  void clear() {
    MDC.clear();
  }

  static List<ExecutorService> executors() throws ReflectiveOperationException {
    List<ExecutorService> executors = new ArrayList<>();
    executors.add(Executors.newSingleThreadExecutor());
    if (Runtime.version().feature() >= 21) {
      executors.add((ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    }
    return executors;
  }

  @ParameterizedTest
  @MethodSource("executors")
  void attempt_predicateAndListener_seeTheCallersContext(ExecutorService executor)
      throws Exception {
    CompletableFuture<@Nullable String> after = new CompletableFuture<>();
    RetryPolicy policy = RetryPolicy.builder()
        .backoff(Backoff.fixed(Duration.ofSeconds(1)))
        .timebase(time)
        .retryOn(failure -> seen.add("predicate " + MDC.get("request")))
        .onRetry((failure, attempt) -> seen.add("listener " + MDC.get("request")))
        .build();
    MDC.put("request", "42");
    CompletableFuture<String> call = AsyncRetry.with(policy)
        .withExecutor(executor)
        .call(() -> {
          seen.add("attempt " + MDC.get("request"));
          return seen.size() < 4
              ? CompletableFuture.failedFuture(new IOException("no"))
              : CompletableFuture.completedFuture("v");
        });
    MDC.put("request", "another");
    time.advance(Duration.ofSeconds(1));
    assertThat(call.get()).isEqualTo("v");
    executor.execute(() -> after.complete(MDC.get("request")));
    assertThat(after.get()).as("the thread is left as it was").isNull();
    executor.shutdown();

    assertThat(seen).containsExactly("attempt 42", "predicate 42", "listener 42", "attempt 42");
  }

  @Test
  void nothing_isNotCarried() {
    assertThat(new MdcContext().capture()).isNull();
  }
}
