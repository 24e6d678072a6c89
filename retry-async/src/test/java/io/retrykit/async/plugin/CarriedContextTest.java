package io.retrykit.async.plugin;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.async.AsyncRetry;
import io.retrykit.async.Hedge;
import io.retrykit.backoff.Backoff;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** SPEC 23.10: wherever code of the user's runs for a call, it sees the caller's context, and leaves none behind. */
class CarriedContextTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private final ExecutorService elsewhere = Executors.newSingleThreadExecutor();

  @AfterEach
  void clear() {
    MDC.clear();
    elsewhere.shutdownNow();
  }

  private void see(String what) {
    seen.add(what + " " + MDC.get("request"));
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder().backoff(Backoff.fixed(ofSeconds(1))).timebase(time);
  }

  private void onAnotherThread(Runnable task) throws Exception {
    Future<?> done = elsewhere.submit(task);
    done.get();
    Future<@Nullable String> after = elsewhere.submit(() -> MDC.get("request"));
    assertThat(after.get()).as("the thread is left as it was").isNull();
  }

  @Test
  void hedge_itsAttemptsAndTheirRules_seeTheCallersContext() throws Exception {
    AsyncRetry retry = AsyncRetry.with(policy()
            .maxAttempts(1)
            .retryOn(failure -> {
              see("failure rule");
              return true;
            })
            .retryOnResult(result -> {
              see("result rule");
              return result.equals("bad");
            })
            .build())
        .withExecutor(Runnable::run)
        .withHedge(Hedge.after(ofMillis(100)).withMaxAttempts(3));
    MDC.put("request", "42");
    CompletableFuture<Object> call = retry.call(() -> {
      see("attempt");
      CompletableFuture<Object> stage = new CompletableFuture<>();
      stages.add(stage);
      return stage;
    });
    MDC.put("request", "another");
    onAnotherThread(() -> time.advance(ofMillis(100)));
    onAnotherThread(() -> stages.get(0).completeExceptionally(new IOException("no")));
    onAnotherThread(() -> stages.get(1).complete("bad"));
    onAnotherThread(() -> stages.get(2).complete("good"));

    assertThat(call).isCompletedWithValue("good");
    assertThat(seen)
        .allMatch(line -> line.endsWith(" 42"))
        .contains("failure rule 42", "result rule 42")
        .filteredOn("attempt 42"::equals)
        .hasSize(3);
  }

  /** The rules look at a timeout as well, for the guard of the attempt that has failed by it. */
  @Test
  void hedgeWhoseTimeIsOver_itsRules_seeTheCallersContext() throws Exception {
    Guard guard = new Guard() {
      @Override
      public String name() {
        return "guard";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.granted("lease");
      }
    };
    AsyncRetry retry = AsyncRetry.with(policy()
            .maxAttempts(1)
            .guard(guard)
            .attemptTimeout(ofSeconds(1))
            .abortOn(failure -> {
              see("rule");
              return false;
            })
            .build())
        .withExecutor(Runnable::run)
        .withHedge(Hedge.after(ofSeconds(60)));
    MDC.put("request", "42");
    CompletableFuture<Object> call = retry.call(CompletableFuture::new);
    MDC.remove("request");
    onAnotherThread(() -> time.advance(ofSeconds(1)));
    assertThat(call).isCompletedExceptionally();
    assertThat(seen).hasSizeGreaterThan(1).containsOnly("rule 42");
  }

  @Test
  void callBlocking_eachAttempt_seesTheCallersContext() throws Exception {
    MDC.put("request", "42");
    CompletableFuture<String> call = AsyncRetry.with(policy().build())
        .withExecutor(elsewhere)
        .callBlocking(
            () -> {
              see("attempt");
              if (seen.size() == 1) {
                throw new IOException("no");
              }
              return "v";
            },
            elsewhere);
    MDC.put("request", "another");
    onAnotherThread(() -> {}); // the first attempt has ended
    time.advance(ofSeconds(1));
    assertThat(call.get()).isEqualTo("v");
    onAnotherThread(() -> {});
    assertThat(seen).containsExactly("attempt 42", "attempt 42");
  }

  @Test
  void callBlockingWithAttempt_ofAHedge_seesTheCallersContext() throws Exception {
    CompletableFuture<String> never = new CompletableFuture<>();
    ExecutorService two = Executors.newFixedThreadPool(2);
    MDC.put("request", "42");
    CompletableFuture<String> call = AsyncRetry.with(policy().maxAttempts(1).build())
        .withExecutor(elsewhere)
        .withHedge(Hedge.after(ofMillis(100)))
        .callBlockingWithAttempt(
            attempt -> attempt.number() == 1 ? never.get() : MDC.get("request"), two);
    MDC.remove("request");
    time.advance(ofMillis(100));
    assertThat(call.get()).isEqualTo("42");
    two.shutdownNow();
  }
}
