package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.policy.StopReason;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** SPEC 4.4: a rule that throws while it looks at one of several attempts ends the call, once, whatever is retried. */
class HedgeRuleTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final List<RetryEvent> events = new ArrayList<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger judged = new AtomicInteger();
  private final AutoCloseable resource = closed::incrementAndGet;
  private final UncheckedIOException broken = new UncheckedIOException(new IOException("rule"));

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .maxAttempts(3)
        .backoff(Backoff.none())
        .listener(events::add)
        .timebase(time);
  }

  private CompletableFuture<Object> call(RetryPolicyBuilder policy) {
    return AsyncRetry.with(policy.build())
        .withExecutor(Runnable::run)
        .withHedge(Hedge.after(ofMillis(100)))
        .call(() -> {
          CompletableFuture<Object> stage = new CompletableFuture<>();
          stages.add(stage);
          return stage;
        });
  }

  private RetryPolicyBuilder resultRuleThatThrows() {
    return policy().retryOnResult(result -> {
      judged.incrementAndGet();
      throw broken;
    });
  }

  private void assertEndsWithTheRule(CompletableFuture<Object> call) {
    assertThat(call)
        .failsWithin(ofSeconds(0))
        .withThrowableOfType(ExecutionException.class)
        .satisfies(thrown -> assertThat(thrown.getCause()).isSameAs(broken));
    assertThat(judged).hasValue(1);
    assertThat(events)
        .extracting(RetryEvent::type)
        .containsExactly(RetryEvent.Type.FAILED, RetryEvent.Type.GAVE_UP);
    assertThat(events.get(1).reason()).contains(StopReason.CALLBACK_FAILED);
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void resultRuleThatThrows_endsTheCall_andTheResultIsClosedOnce() {
    CompletableFuture<Object> call = call(resultRuleThatThrows());
    time.advance(ofMillis(100));
    stages.get(1).complete(resource);

    assertEndsWithTheRule(call);
    assertThat(closed).hasValue(1);
    assertThat(stages).hasSize(2);
    assertThat(stages.get(0)).isCancelled();
  }

  @Test
  void classifierThatThrows_endsTheCall_withTheRealFailureOnIt() {
    IOException real = new IOException("real");
    CompletableFuture<Object> call = call(policy().classifier(failure -> {
      judged.incrementAndGet();
      throw broken;
    }));
    stages.get(0).completeExceptionally(real);

    assertEndsWithTheRule(call);
    assertThat(broken.getSuppressed()).containsExactly(real);
    assertThat(stages).hasSize(1);
  }

  /** The attempt ends while it is begun: there is nobody to wait for it. */
  @Test
  void ruleThatThrowsAtOnce_endsTheCall() {
    CompletableFuture<Object> call = AsyncRetry.with(resultRuleThatThrows().build())
        .withHedge(Hedge.after(ofMillis(100)))
        .call(() -> CompletableFuture.completedFuture(resource));

    assertEndsWithTheRule(call);
    assertThat(closed).hasValue(1);
  }

  /** The rule itself outlasts the attempt's time: the call ends with that, and the result is closed all the same. */
  @Test
  void ruleThatThrows_afterTheAttemptsTime_closesTheResultOnce() {
    CompletableFuture<Object> call =
        call(policy().maxAttempts(1).attemptTimeout(ofSeconds(1)).retryOnResult(result -> {
          time.advance(ofSeconds(2));
          throw broken;
        }));
    stages.get(0).complete(resource);

    assertThat(call)
        .failsWithin(ofSeconds(0))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(io.retrykit.call.AttemptTimeoutException.class);
    assertThat(closed).hasValue(1);
  }

  @Test
  void ruleThatThrows_afterTheCallWasCancelled_closesTheResultOnce() {
    List<CompletableFuture<Object>> calls = new ArrayList<>();
    calls.add(call(policy().retryOnResult(result -> {
      calls.get(0).cancel(true);
      throw broken;
    })));
    stages.get(0).complete(resource);

    assertThat(calls.get(0)).isCancelled();
    assertThat(closed).hasValue(1);
  }

  @Test
  void veto_ofARuleThatAnswers_isNoBrokenRule() {
    CompletableFuture<Object> call =
        call(policy().maxAttempts(1).classifier(failure -> Verdict.giveUp("no more")));
    IOException real = new IOException("real");
    stages.get(0).completeExceptionally(real);
    assertThat(call)
        .failsWithin(ofSeconds(0))
        .withThrowableOfType(ExecutionException.class)
        .satisfies(thrown -> assertThat(thrown.getCause()).isSameAs(real));
  }
}
