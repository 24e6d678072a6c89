package io.retrykit.async;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a call whose guard throws an error in place of an answer. */
class AsyncGuardErrorTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final AssertionError error = new AssertionError("guard");

  /** Gives one token for each retry. */
  private static final class Tokens implements RetryBudget {
    @Override
    public String name() {
      return "tokens";
    }

    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      return 1;
    }
  }

  /** Throws an error for one attempt, in place of an answer or as it is to say what its refusal is. */
  private final class BrokenGuard implements Guard {
    private final int at;
    private final boolean refuses;

    BrokenGuard(int at, boolean refuses) {
      this.at = at;
      this.refuses = refuses;
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      if (request.attempt() != at) {
        return Admission.granted();
      }
      if (refuses) {
        return Admission.refused("closed", Admission.UNKNOWN);
      }
      throw error;
    }

    @Override
    public AttemptRefusedException refusal(Admission refusal, @Nullable Throwable lastFailure) {
      throw error;
    }
  }

  /** SPEC 9.2. */
  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void errorOfAGuard_beforeARetry_endsTheCall_andWhatWasTakenForItIsGivenBack(
      boolean another, boolean refuses) {
    List<String> told = new ArrayList<>();
    CountedBudget budget = new CountedBudget(new Tokens());
    RetryPolicyBuilder policy = RetryPolicy.builder()
        .backoff(Backoff.none())
        .budget(budget)
        .listener(event -> told.add(event.type() + " " + event.reason().orElse(null)))
        .timebase(time);
    CountedGuard before = new CountedGuard(new BrokenGuard(Integer.MAX_VALUE, false));
    policy = another ? policy.guard(before) : policy;
    IOException failure = new IOException("attempt 1");
    CompletableFuture<Object> call = AsyncRetry.with(
            policy.guard(new BrokenGuard(2, refuses)).build())
        .withExecutor(Runnable::run)
        .call(() -> CompletableFuture.failedFuture(failure));

    assertThat(call.handle((result, thrown) -> thrown).join()).isSameAs(error);
    assertThat(error.getSuppressed()).containsExactly(failure);
    assertThat(budget.given).isOne();
    assertThat(budget.gotBack).isOne();
    assertThat(before.ends()).isEqualTo(before.granted.get());
    assertThat(told).last().isEqualTo("GAVE_UP a callback failed");
  }

  /** Makes a second attempt wait, and then lets it. */
  private static final class SlowGuard implements Guard {
    final List<String> told = new ArrayList<>();

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      return Admission.grantedAfter("lease", request.attempt() == 2 ? 1_000_000 : 0);
    }

    @Override
    public void released(@Nullable Object lease) {
      told.add("released " + lease);
    }
  }

  /** SPEC 9.2: the same when the call has waited for another guard, and goes on from there. */
  @Test
  void errorOfAGuard_afterAWaitForAnother_givesBackWhatWasTaken() {
    CountedBudget budget = new CountedBudget(new Tokens());
    SlowGuard slow = new SlowGuard();
    IOException failure = new IOException("attempt 1");
    RetryPolicyBuilder policy = RetryPolicy.builder()
        .backoff(Backoff.none())
        .budget(budget)
        .guard(slow)
        .guard(new BrokenGuard(2, false))
        .timebase(time);
    CompletableFuture<Object> call = AsyncRetry.with(policy.build())
        .withExecutor(Runnable::run)
        .call(() -> CompletableFuture.failedFuture(failure));
    assertThat(call).isNotDone();
    time.advance(Duration.ofMillis(1));

    assertThat(call.handle((result, thrown) -> thrown).join()).isSameAs(error);
    assertThat(error.getSuppressed()).containsExactly(failure);
    assertThat(budget.gotBack).isOne();
    assertThat(slow.told).containsExactly("released lease");
  }
}
