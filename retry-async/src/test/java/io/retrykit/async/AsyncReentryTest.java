package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SPEC 23.2, SPEC 8.1: a call that is cancelled by what it calls itself, in its second attempt, leaves nothing behind. */
class AsyncReentryTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final List<CompletableFuture<Object>> calls = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final AutoCloseable resource = closed::incrementAndGet;
  private @Nullable Runnable inTimer;

  /** Virtual time in which something happens after a task has been taken, and before who gave it goes on. */
  private final class BusyTime implements Timebase {
    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
      time.sleep(nanos);
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      Scheduled scheduled = time.schedule(delayNanos, task);
      Runnable meanwhile = inTimer;
      inTimer = null;
      if (meanwhile != null) {
        meanwhile.run();
      }
      return scheduled;
    }
  }

  private Guard guard(Admission second, boolean cancels) {
    return new Guard() {
      @Override
      public String name() {
        return "guard";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        if (request.attempt() == 1) {
          return Admission.granted("first");
        }
        if (cancels) {
          cancel();
        }
        return second;
      }

      @Override
      public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
        told.add("succeeded " + lease);
      }

      @Override
      public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
        told.add("failed " + lease);
      }

      @Override
      public void abandoned(@Nullable Object lease) {
        told.add("abandoned " + lease);
      }

      @Override
      public void released(@Nullable Object lease) {
        told.add("released " + lease);
      }
    };
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .maxAttempts(3)
        .backoff(Backoff.fixed(ofSeconds(1)))
        .timebase(new BusyTime());
  }

  private void cancel() {
    calls.get(0).cancel(true);
  }

  /** Makes the call, lets its first attempt fail, and waits for the second. */
  private void second(RetryPolicyBuilder policy, Runnable inOperation) {
    calls.add(AsyncRetry.with(policy.build()).withExecutor(Runnable::run).call(() -> {
      stages.add(new CompletableFuture<>());
      if (stages.size() == 2) {
        inOperation.run();
      }
      return stages.get(stages.size() - 1);
    }));
    stages.get(0).completeExceptionally(new IOException("first"));
    time.advance(ofSeconds(1));
  }

  private void second(RetryPolicyBuilder policy) {
    second(policy, () -> {});
  }

  @AfterEach
  void nothingIsLeft() {
    time.advance(ofSeconds(60));
    assertThat(calls.get(0)).isCancelled();
    assertThat(time.pendingTasks()).isZero();
    assertThat(stages.subList(1, stages.size()))
        .allSatisfy(stage -> assertThat(stage).isDone());
  }

  @Test
  void byAGuardThatGrants_theGrantIsReleased_andNoAttemptBegins() {
    second(policy().guard(guard(Admission.granted("second"), true)));
    assertThat(stages).hasSize(1);
    assertThat(told).containsExactly("failed first", "released second");
  }

  @Test
  void byAGuardThatGrantsLater_theGrantIsReleased() {
    Admission later = Admission.grantedAfter("second", ofSeconds(1).toNanos());
    second(policy().guard(guard(later, true)));
    assertThat(stages).hasSize(1);
    assertThat(told).containsExactly("failed first", "released second");
  }

  @Test
  void byAGuardThatAnswersLater_theGrantIsReleasedWhenItComes() {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    second(policy().guard(guard(Admission.pending(answer), true)));
    answer.complete(Admission.granted("second"));
    assertThat(stages).hasSize(1);
    assertThat(told).containsExactly("failed first", "released second");
  }

  @Test
  void byTheTimerOfAGuardsWait_theGrantIsReleased() {
    Admission later = Admission.grantedAfter("second", ofSeconds(1).toNanos());
    RetryPolicyBuilder policy = policy().guard(guard(later, false));
    inTimer = () -> inTimer = this::cancel; // the pause's timer comes first
    second(policy);
    assertThat(stages).hasSize(1);
    assertThat(told).containsExactly("failed first", "released second");
  }

  @Test
  void byTheTimerOfAPause_noAttemptBegins() {
    inTimer = this::cancel;
    second(policy());
    assertThat(stages).hasSize(1);
  }

  @Test
  void byTheTimerOfAnAttempt_theAttemptIsCancelled() {
    inTimer = () -> inTimer = () -> inTimer = this::cancel; // the first attempt's, and the pause's
    second(policy().attemptTimeout(ofSeconds(9)));
    assertThat(stages).hasSize(2);
    assertThat(stages.get(1)).isCancelled();
  }

  @Test
  void byTheOperation_theAttemptIsCancelled_andTheGrantAbandoned() {
    second(policy().guard(guard(Admission.granted("second"), false)), this::cancel);
    assertThat(stages.get(1)).isCancelled();
    assertThat(told).containsExactly("failed first", "abandoned second");
  }

  @Test
  void byTheOperationAlone_theAttemptIsCancelled() {
    second(policy(), this::cancel);
    assertThat(stages.get(1)).isCancelled();
  }

  @Test
  void byTheOperation_thatThrows_noAttemptFollows() {
    second(policy(), () -> {
      cancel();
      stages.get(1).cancel(false);
      throw new IllegalStateException("thrown");
    });
    assertThat(stages).hasSize(2);
  }

  @Test
  void byARuleThatAccepts_theResultIsClosed_andTheGrantAbandoned() {
    second(policy().guard(guard(Admission.granted("second"), false)).retryOnResult(result -> {
      cancel();
      return false;
    }));
    stages.get(1).complete(resource);
    assertThat(closed).hasValue(1);
    assertThat(told).containsExactly("failed first", "abandoned second");
  }

  @Test
  void byARuleThatDoesNotAccept_theResultIsClosed_andNoAttemptFollows() {
    second(policy().retryOnResult(result -> {
      cancel();
      return true;
    }));
    stages.get(1).complete(resource);
    assertThat(closed).hasValue(1);
    assertThat(stages).hasSize(2);
  }

  @Test
  void byARuleThatDoesNotAcceptTheLastOne_theResultIsClosed() {
    second(policy().maxAttempts(2).retryOnResult(result -> {
      cancel();
      return true;
    }));
    stages.get(1).complete(resource);
    assertThat(closed).hasValue(1);
  }

  @Test
  void byAFailuresRule_noAttemptFollows() {
    second(policy().classifier(failure -> {
      if (stages.size() == 2) {
        cancel();
      }
      return Verdict.retry();
    }));
    stages.get(1).completeExceptionally(new IOException("second"));
    assertThat(stages).hasSize(2);
  }
}
