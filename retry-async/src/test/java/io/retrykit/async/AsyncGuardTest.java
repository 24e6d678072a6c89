package io.retrykit.async;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SPEC 8.1, SPEC 23.8: guards of calls that do not block. */
class AsyncGuardTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<String> told = new ArrayList<>();
  private final Deque<Admission> answers = new ArrayDeque<>();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();

  /** Writes down what it is told. */
  private final class Journal implements Guard {
    private final String name;

    Journal(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      told.add(name + " admit " + request.attempt());
      return name.equals("b") && !answers.isEmpty()
          ? answers.remove()
          : Admission.granted((Object) name);
    }

    @Override
    public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
      told.add(name + " succeeded");
    }

    @Override
    public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
      told.add(name + " failed");
    }

    @Override
    public void abandoned(@Nullable Object lease) {
      told.add(name + " abandoned");
    }

    @Override
    public void released(@Nullable Object lease) {
      told.add(name + " released");
    }
  }

  private CompletableFuture<Object> call(boolean waits) {
    RetryPolicy policy = RetryPolicy.builder()
        .backoff(Backoff.fixed(ofSeconds(1)))
        .guard(new Journal("a"))
        .guard(new Journal("b"))
        .maxDuration(ofMinutes(10))
        .waitWhenRefused(waits)
        .timebase(time)
        .build();
    return AsyncRetry.with(policy).withExecutor(Runnable::run).call(() -> {
      stages.add(new CompletableFuture<>());
      return stages.get(stages.size() - 1);
    });
  }

  @Test
  void everyGrant_isToldOneEnd_inReverseOrder() {
    CompletableFuture<Object> call = call(false);
    stages.get(0).completeExceptionally(new IOException("1"));
    time.advance(ofSeconds(1));
    stages.get(1).complete("v");

    assertThat(call).isCompletedWithValue("v");
    assertThat(told)
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "b failed",
            "a failed",
            "a admit 2",
            "b admit 2",
            "b succeeded",
            "a succeeded");
  }

  @Test
  void grantThatHoldsLater_isWaitedFor() {
    answers.add(Admission.grantedAfter("later", 5_000_000_000L));
    CompletableFuture<Object> call = call(false);
    time.advance(ofSeconds(4));
    assertThat(stages).isEmpty();
    time.advance(ofSeconds(1));
    stages.get(0).complete("v");

    assertThat(call).isCompletedWithValue("v");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void answerThatComesLater_isWaitedFor() {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    answers.add(Admission.pending(answer));
    CompletableFuture<Object> call = call(false);
    assertThat(stages).isEmpty();
    answer.complete(Admission.granted((Object) "b"));
    stages.get(0).complete("v");

    assertThat(call).isCompletedWithValue("v");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void answerThatDoesNotCome_isARefusal_andALateGrantIsGivenBack() {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    answers.add(Admission.pending(answer));
    CompletableFuture<Object> call = call(false);
    time.advance(ofMinutes(5));
    answer.complete(Admission.granted((Object) "b"));

    assertThat(call.handle((result, failure) -> failure).join())
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by b: no answer in time");
    assertThat(told).containsExactly("a admit 1", "b admit 1", "a released", "b released");
  }

  @Test
  void refusal_isWaitedFor_ifThePolicySaysSo_andUsesNoAttempt() {
    answers.add(Admission.refused("full", 2_000_000_000L));
    CompletableFuture<Object> call = call(true);
    time.advance(ofSeconds(2));
    stages.get(0).complete("v");

    assertThat(call).isCompletedWithValue("v");
    assertThat(told)
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "a released",
            "a admit 1",
            "b admit 1",
            "b succeeded",
            "a succeeded");
  }

  @Test
  void cancel_whileAGuardIsWaitedFor_givesEverythingBack() {
    answers.add(Admission.grantedAfter("later", 5_000_000_000L));
    call(false).cancel(true);
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    answers.add(Admission.pending(answer));
    call(false).cancel(true);
    answer.complete(Admission.granted((Object) "b"));

    assertThat(told)
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "b released",
            "a released",
            "a admit 1",
            "b admit 1",
            "a released",
            "b released");
    assertThat(stages).isEmpty();
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void cancel_inFlight_abandonsTheAttempt() {
    call(false).cancel(true);

    assertThat(told).containsExactly("a admit 1", "b admit 1", "b abandoned", "a abandoned");
    assertThat(stages.get(0)).isCancelled();
  }
}
