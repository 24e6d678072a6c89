package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.RetrySwitch;
import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC 23.13, SPEC 7.3, SPEC 7.5: when a server has named the moment of the next attempt. */
@SuppressWarnings({"try", "FutureReturnValueIgnored"
}) // a scope is only closed, a call looked at by its stages
class HedgeHintTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final Queue<Verdict> verdicts = new ArrayDeque<>();

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .maxAttempts(1)
        .classifier(failure -> {
          Verdict next = verdicts.size() > 1 ? verdicts.remove() : verdicts.peek();
          return next == null ? Verdict.retry() : next;
        })
        .timebase(time);
  }

  private CompletableFuture<Object> call(RetryPolicyBuilder policy, Executor executor) {
    return AsyncRetry.with(policy.build())
        .withExecutor(executor)
        .withHedge(Hedge.after(ofMillis(100)).withMaxAttempts(4))
        .call(() -> {
          CompletableFuture<Object> stage = new CompletableFuture<>();
          stages.add(stage);
          return stage;
        });
  }

  private CompletableFuture<Object> call(RetryPolicyBuilder policy) {
    return call(policy, Runnable::run);
  }

  private void fail(int stage) {
    stages.get(stage).completeExceptionally(new IOException("busy"));
  }

  @Test
  void hintWithinBounds_isTheMomentOfTheNextAttempt() {
    verdicts.add(Verdict.retry().withFloor(ofSeconds(3)));
    CompletableFuture<Object> call = call(policy());
    fail(0);
    time.advance(ofMillis(2_999));
    assertThat(stages).hasSize(1);
    time.advance(ofMillis(1));
    assertThat(stages).hasSize(2);
    stages.get(1).complete("v");
    assertThat(call).isCompletedWithValue("v");
  }

  /** SPEC 7.3: beyond what a server may ask for, what is left of the call, or of the attempt. */
  @ParameterizedTest
  @CsvSource({"maxServerDelay, 301", "maxDuration, 10", "attemptTimeout, 10"})
  void hintBeyondItsBound_endsTheCallAtOnce(String bound, int seconds) {
    verdicts.add(Verdict.retry().withFloor(ofSeconds(seconds)));
    RetryPolicyBuilder policy = policy();
    if (bound.equals("maxDuration")) {
      policy.maxDuration(ofSeconds(10));
    } else if (bound.equals("attemptTimeout")) {
      policy.attemptTimeout(ofSeconds(10));
    }
    CompletableFuture<Object> call = call(policy);
    fail(0);
    assertThat(call).isCompletedExceptionally();
    assertThat(time.pendingTasks()).isZero();
    assertThat(stages).hasSize(1);
  }

  /** What is left counts, not what there was. */
  @Test
  void hintBeyondWhatIsLeft_beginsNoneMore_andThoseUnderWayMayStillBeGood() {
    time.advance(ofMinutes(5)); // the clock shows something else than what has passed
    verdicts.add(Verdict.retry().withFloor(ofSeconds(6)));
    CompletableFuture<Object> call = call(policy().maxDuration(ofSeconds(10)));
    time.advance(ofMillis(300));
    assertThat(stages).hasSize(4);
    time.advance(ofMillis(4_001));
    fail(3);
    fail(2);
    fail(1);
    time.advance(ofSeconds(5));
    stages.get(0).complete("v");
    assertThat(call).isCompletedWithValue("v");
  }

  /** The retry around it waits as long as the attempt could not. */
  @Test
  void hintBeyondTheAttempt_isTheRetrysPause() {
    verdicts.add(Verdict.retry().withFloor(ofSeconds(30)));
    RetryPolicyBuilder policy =
        policy().maxAttempts(2).attemptTimeout(ofSeconds(2)).backoff(Backoff.fixed(ofSeconds(1)));
    CompletableFuture<Object> call = call(policy);
    fail(0);
    time.advance(ofMillis(29_999));
    assertThat(stages).hasSize(1);
    time.advance(ofMillis(1));
    assertThat(stages).hasSize(2);
    stages.get(1).complete("v");
    assertThat(call).isCompletedWithValue("v");
  }

  /** SPEC 7.5: no further above its own delay, here none, than its reach; never too long. */
  @Test
  void clampedHint_isNoLongerThanItsReach() {
    verdicts.add(Verdict.retry().withClamped(ofMinutes(15), ofSeconds(5)));
    call(policy());
    fail(0);
    time.advance(ofMillis(4_999));
    assertThat(stages).hasSize(1);
    time.advance(ofMillis(1));
    assertThat(stages).hasSize(2);
  }

  @Test
  void switchWithoutPauses_makesAHintNoPause() {
    verdicts.add(Verdict.retry().withFloor(ofMinutes(15)));
    verdicts.add(Verdict.retry().withFloor(ofSeconds(3)));
    call(policy());
    time.advance(ofMillis(100));
    assertThat(stages).hasSize(2);
    verdicts.remove();
    try (RetrySwitch.Scope now = RetrySwitch.withoutPauses()) {
      fail(0);
      assertThat(stages).hasSize(3);
    }
  }

  /** A failure that says nothing does not overrule the server. */
  @Test
  void failureWithoutHint_whileAServersMomentIsWaitedFor_bringsNoneForward() {
    verdicts.add(Verdict.retry().withFloor(ofSeconds(3)));
    verdicts.add(Verdict.retry());
    CompletableFuture<Object> call = call(policy());
    time.advance(ofMillis(100));
    fail(0);
    fail(1);
    assertThat(stages).hasSize(2);
    assertThat(call).isNotDone();
    time.advance(ofSeconds(3));
    assertThat(stages).hasSize(3);
  }

  /** Its timer has gone off, and its turn in the executor comes after the server's answer. */
  @Test
  void alarmThatIsLate_beginsNothing_whenTheMomentWasSetAnew() {
    verdicts.add(Verdict.retry().withFloor(ofSeconds(3)));
    Queue<Runnable> tasks = new ArrayDeque<>();
    call(policy(), tasks::add);
    time.advance(ofMillis(100));
    assertThat(tasks).hasSize(1);
    fail(0);
    tasks.remove().run();
    assertThat(stages).hasSize(1);
    time.advance(ofSeconds(3));
    tasks.remove().run();
    assertThat(stages).hasSize(2);
  }

  /** Nothing is under way, and nothing can begin: on any thread but the timer's the call ends with what it has. */
  @Test
  void alarmThatIsRejected_whenNothingIsUnderWay_endsTheCall() {
    verdicts.add(Verdict.retry().withFloor(ofSeconds(3)));
    CompletableFuture<Object> call = call(policy(), task -> {
      throw new RejectedExecutionException("full");
    });
    fail(0);
    assertThat(call).isNotDone();
    time.advance(ofSeconds(3));
    assertThat(call)
        .failsWithin(ofMinutes(1))
        .withThrowableThat()
        .havingCause()
        .withMessage("busy");
    assertThat(stages).hasSize(1);
  }

  /** What cannot be begun any more must not end what was set anew. */
  @Test
  void alarmThatIsRejectedLate_closesNothing_whenTheMomentWasSetAnew() {
    verdicts.add(Verdict.retry().withFloor(ofSeconds(3)));
    boolean[] rejects = {true};
    CompletableFuture<Object> call = call(policy(), task -> {
      if (rejects[0]) {
        rejects[0] = false;
        fail(0); // as the executor makes up its mind
        throw new RejectedExecutionException("full");
      }
      task.run();
    });
    time.advance(ofMillis(100));
    time.advance(Duration.ofSeconds(3));
    assertThat(stages).hasSize(2);
    stages.get(1).complete("v");
    assertThat(call).isCompletedWithValue("v");
  }
}
