package io.retrykit;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.annotation.Retryable;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was reserved for an attempt, or a retry, that is never made. */
class RetryGuardReleaseTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final List<String> told = new ArrayList<>();

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder().discovery(false).backoff(Backoff.none()).timebase(time);
  }

  private Guard quota() {
    return new Guard() {
      @Override
      public String name() {
        return "quota";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.granted("tokens " + request.attempt());
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

  private static Guard answering(Admission... answers) {
    int[] asked = {0};
    return new Guard() {
      @Override
      public String name() {
        return "gate";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return answers[asked[0]++];
      }
    };
  }

  /** SPEC 8.2: a quota may give back the whole price. */
  @Test
  void lease_laterGuardRefuses_isReleased() {
    Retry retry = Retry.with(policy()
        .guard(quota())
        .guard(answering(Admission.refused("closed", Admission.UNKNOWN)))
        .build());
    assertThat(catchThrowable(() -> retry.call(() -> "never")))
        .isInstanceOf(AttemptRefusedException.class);
    assertThat(told).containsExactly("released tokens 1");
  }

  /** SPEC 8.2: the server has seen this one. */
  @Test
  void lease_attemptEndsInAnError_isAbandoned() {
    Retry retry = Retry.with(policy().guard(quota()).build());
    assertThat(catchThrowable(() -> retry.call(() -> {
          throw new AssertionError("broken");
        })))
        .isInstanceOf(AssertionError.class);
    assertThat(told).containsExactly("abandoned tokens 1");
  }

  /** SPEC 8.6, 8.7: without a deadline nobody waits longer than for a server. */
  @Test
  void grant_afterAWaitBeyondMaxServerDelay_isRefused() {
    Retry retry = Retry.with(policy()
        .guard(answering(Admission.grantedAfter("late", ofMinutes(6).toNanos())))
        .build());
    assertThat(catchThrowable(() -> retry.call(() -> "never")))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessageContaining("its wait of 6m is too long");
  }

  /** SPEC 8.7: a guard whose failure cannot even be described does not hang its callers. */
  @Test
  void pendingAnswer_failsWithAFailureThatThrows_isARefusal() {
    CompletableFuture<Admission> stage = new CompletableFuture<>();
    stage.completeExceptionally(new RuntimeException("hidden") {
      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new IllegalStateException("no words");
      }
    });
    Retry retry = Retry.with(policy().guard(answering(Admission.pending(stage))).build());
    assertThat(catchThrowable(() -> retry.call(() -> "never")))
        .isInstanceOf(AttemptRefusedException.class);
  }

  /** SPEC 9.2. */
  @Test
  void budget_retryRefusedByAGuard_getsItsAmountBack() {
    RetryBudget budget = new RetryBudget() {
      @Override
      public String name() {
        return "budget";
      }

      @Override
      public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        told.add("acquired after " + request.attempt());
        return 5;
      }

      @Override
      public void returned(AdmissionRequest request, long taken) {
        told.add("returned " + taken);
      }
    };
    Retry retry = Retry.with(policy()
        .budget(budget)
        .guard(answering(Admission.granted(), Admission.refused("closed", Admission.UNKNOWN)))
        .build());
    assertThat(catchThrowable(() -> retry.call(() -> {
          throw new IOException("down");
        })))
        .isInstanceOf(AttemptRefusedException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(told).containsExactly("acquired after 1", "returned 5");
  }

  /** A proxy asks about what its retry asks about. */
  @Test
  void proxy_ofAKeyedRetry_keepsKeyAndCost() {
    Guard listening = new Guard() {
      @Override
      public String name() {
        return "listening";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        told.add(request.key() + " costs " + request.cost());
        return Admission.granted();
      }
    };
    Retry retry = Retry.with(policy().guard(listening).build()).forKey("tenant").withCost(7);
    assertThat(retry.proxy(Greeter.class, () -> "hello").greet()).isEqualTo("hello");
    assertThat(told).containsExactly("tenant costs 7");
  }

  /** Something to retry. */
  public interface Greeter {
    /** Greets. */
    @Retryable
    String greet();
  }
}
