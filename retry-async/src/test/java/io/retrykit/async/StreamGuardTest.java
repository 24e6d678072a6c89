package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicyBuilder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SPEC 24.6, SPEC 24.8: guards, budget and listeners of streams. */
class StreamGuardTest extends HandStreams {
  private final List<String> told = new ArrayList<>();
  private final Deque<Admission> answers = new ArrayDeque<>();

  private final class Journal implements Guard, RetryBudget {
    @Override
    public String name() {
      return "journal";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      told.add("admit " + request.attempt());
      return answers.isEmpty() ? Admission.granted() : answers.remove();
    }

    @Override
    public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
      told.add("succeeded");
    }

    @Override
    public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
      told.add("failed " + outcome.failure());
    }

    @Override
    public void abandoned(@Nullable Object lease) {
      told.add("abandoned");
    }

    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      told.add("budget");
      return 1;
    }
  }

  @Override
  RetryPolicyBuilder policy() {
    Journal journal = new Journal();
    return super.policy().guard(journal).budget(journal).listener(this::hear);
  }

  private void hear(RetryEvent event) {
    told.add(event.type() + event.reason().map(reason -> " " + reason.name()).orElse(""));
  }

  @Test
  void guard_hearsOfAnAttempt_whenItsStreamHasEnded() {
    stream(policy()).subscribe(collector);
    collector.request(10);
    attempts.get(0).fail(new IOException("no"));
    time.advance(ofSeconds(1));
    attempts.get(1).send("a", "b");
    assertThat(told)
        .containsExactly(
            "admit 1", "failed java.io.IOException: no", "budget", "FAILED", "RETRY", "admit 2");
    attempts.get(1).complete();
    assertThat(told).endsWith("succeeded", "SUCCEEDED");
  }

  @Test
  void failureInTheMiddle_isTheGuardsToHear_andCostsTheBudgetNothing() {
    stream(policy()).subscribe(collector);
    collector.request(10);
    attempts.get(0).send("a").fail(new IOException("cut"));
    assertThat(told)
        .containsExactly(
            "admit 1", "failed java.io.IOException: cut", "FAILED", "GAVE_UP DELIVERED");
  }

  /** What the subscriber does wrong is not the service's fault. */
  @Test
  void subscriberThatThrows_saysNothingOfTheService() {
    Collector throwing = new Collector() {
      @Override
      public void onNext(String element) {
        throw new ArithmeticException("no");
      }
    };
    stream(policy()).subscribe(throwing);
    throwing.request(10);
    attempts.get(0).send("a", "b");
    assertThat(throwing.failure()).isInstanceOf(ArithmeticException.class);
    assertThat(told).containsExactly("admit 1", "abandoned", "FAILED", "GAVE_UP CALLBACK_FAILED");
  }

  @Test
  void predicateOfTheEnd_thatThrows_saysNothingOfTheService() {
    stream(policy())
        .completeWhen(element -> {
          throw new ArithmeticException("no");
        })
        .subscribe(collector);
    collector.request(10);
    attempts.get(0).send("a");
    assertThat(collector.failure()).isInstanceOf(ArithmeticException.class);
    assertThat(told).endsWith("abandoned", "FAILED", "GAVE_UP CALLBACK_FAILED");
  }

  @Test
  void subscriberThatAsksForNothing_saysNothingOfTheService() {
    stream(policy()).subscribe(collector);
    collector.request(0);
    assertThat(collector.failure()).isInstanceOf(IllegalArgumentException.class);
    assertThat(told).endsWith("abandoned", "FAILED", "GAVE_UP CALLBACK_FAILED");
  }

  @Test
  void publisherThatSendsTooMuch_hasFailed() {
    stream(policy()).subscribe(collector);
    collector.request(1);
    attempts.get(0).send("a", "b");
    assertThat(collector.failure()).isInstanceOf(IllegalStateException.class);
    assertThat(told).contains("failed " + collector.failure());
  }

  @Test
  void cancel_isNeitherSuccessNorFailure() {
    stream(policy()).subscribe(collector);
    collector.request(10);
    attempts.get(0).send("a");
    collector.cancel();
    assertThat(told).containsExactly("admit 1", "abandoned", "GAVE_UP CANCELLED");
  }

  @Test
  void refusal_isWhatTheStreamFailsWith() {
    answers.add(Admission.refused("no", Admission.UNKNOWN));
    stream(policy()).subscribe(collector);
    assertThat(attempts).isEmpty();
    assertThat(collector.failure()).isInstanceOf(AttemptRefusedException.class);
  }

  @Test
  void grantThatHoldsLater_isWaitedFor_andDroppedByACancel() {
    answers.add(Admission.grantedAfter(null, ofSeconds(3).toNanos()));
    stream(policy()).subscribe(collector);
    time.advance(ofSeconds(2));
    assertThat(attempts).isEmpty();
    collector.cancel();
    assertThat(time.pendingTasks()).isZero();
    assertThat(told).containsExactly("admit 1", "abandoned", "GAVE_UP CANCELLED");
  }

  @Test
  void maxDuration_isForTheTimeBeforeTheFirstElement() {
    stream(policy().maxDuration(ofSeconds(10))).subscribe(collector);
    collector.request(10);
    time.advance(ofSeconds(9));
    attempts.get(0).send("a");
    time.advance(ofSeconds(60));
    attempts.get(0).send("b").complete();
    assertThat(collector.signals()).containsExactly("subscribed", "a", "b", "complete");
  }

  /** There is no result that a predicate could be shown. */
  @Test
  void resultPredicates_areNotAsked() {
    stream(policy().retryOnResult(result -> true)).subscribe(collector);
    attempts.get(0).complete();
    assertThat(collector.signals()).containsExactly("subscribed", "complete");
  }

  @Test
  void retryThatHedges_makesNoStreams() {
    AsyncRetry hedging = AsyncRetry.with(policy().build()).withHedge(Hedge.after(ofSeconds(1)));
    assertThatThrownBy(() -> hedging.stream(this::begin))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hedge");
  }
}
