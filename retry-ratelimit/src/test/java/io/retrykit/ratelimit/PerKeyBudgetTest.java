package io.retrykit.ratelimit;

import static io.retrykit.ratelimit.BudgetCalls.FAILURE;
import static io.retrykit.ratelimit.BudgetCalls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.call.Operation;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.KeyLimits;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SPEC 9.7: a budget for each key. */
class PerKeyBudgetTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final List<String> made = new ArrayList<>();

  private RetryBudget budget(KeyLimits limits) {
    return PerKey.budget("service", this::small, limits.withTimebase(time));
  }

  /** Enough for two retries. */
  private RetryBudget small(String key) {
    made.add(key);
    return AwsRetryBudget.builder().capacity(10).build();
  }

  private static long acquire(RetryBudget budget, String key) {
    return budget.acquire(request(key), FAILURE, Verdict.retry());
  }

  private static int drain(RetryBudget budget, String key) {
    int taken = 0;
    while (acquire(budget, key) != RetryBudget.REFUSED) {
      taken++;
    }
    return taken;
  }

  @Test
  void keyInTrouble_doesNotStarveTheOthers() {
    RetryBudget budget = budget(KeyLimits.defaults());

    assertThat(drain(budget, "sick")).isEqualTo(2);
    assertThat(drain(budget, "sick")).isZero();
    assertThat(drain(budget, "well")).isEqualTo(2);
    assertThat(made).containsExactly("sick", "well");
    assertThat(budget.name()).isEqualTo("service");
    assertThat(budget).hasToString("service, for each of 2 keys");
  }

  @Test
  void budget_withoutLimits_isForEachKeyAsWell() {
    RetryBudget budget = PerKey.budget("service", this::small);

    assertThat(drain(budget, "a")).isEqualTo(2);
    assertThat(drain(budget, "b")).isEqualTo(2);
  }

  @Test
  void whatIsReported_isReportedToTheBudgetOfTheKey() {
    List<String> told = new ArrayList<>();
    RetryBudget budget = PerKey.budget("service", key -> new RetryBudget() {
      @Override
      public String name() {
        return key;
      }

      @Override
      public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        told.add(key + " failed " + outcome.failure() + " " + verdict.retries());
      }

      @Override
      public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        told.add(key + " acquire " + request.cost());
        return 7;
      }

      @Override
      public void returned(AdmissionRequest request, long taken) {
        told.add(key + " returned " + taken);
      }

      @Override
      public void succeeded(AdmissionRequest request, long lastTaken) {
        told.add(key + " succeeded " + lastTaken);
      }
    });
    budget.failed(request("a"), FAILURE, Verdict.retry());
    assertThat(acquire(budget, "b")).isEqualTo(7);
    budget.returned(request("a"), 7);
    budget.succeeded(request("b"), 3);

    assertThat(told)
        .containsExactly(
            "a failed java.lang.IllegalStateException: unavailable true",
            "b acquire 1",
            "a returned 7",
            "b succeeded 3");
  }

  @Test
  void idleKey_isDropped_andStartsAnew() {
    RetryBudget budget = budget(KeyLimits.defaults().withIdle(Duration.ofMinutes(1)));
    drain(budget, "a");
    time.advance(Duration.ofSeconds(59));
    acquire(budget, "b");
    assertThat(acquire(budget, "a")).as("not idle yet").isEqualTo(RetryBudget.REFUSED);

    for (String newKey :
        List.of("c", "d")) { // the first look takes note of the last use, the next one drops
      time.advance(Duration.ofMinutes(2));
      acquire(budget, newKey);
    }
    assertThat(budget).hasToString("service, for each of 1 keys");
    assertThat(drain(budget, "a")).isEqualTo(2);
  }

  @Test
  void keys_areNeverMoreThanTheLimit() {
    RetryBudget budget = budget(KeyLimits.defaults().withMaxKeys(3));
    for (int i = 0; i < 100; i++) {
      acquire(budget, "key " + i);
    }

    assertThat(budget).hasToString("service, for each of 3 keys");
  }

  @Test
  void amountOfADroppedKey_goesToTheNextBudget_andDoesNotOverfillIt() {
    RetryBudget budget = budget(KeyLimits.defaults().withMaxKeys(1));
    long taken = acquire(budget, "a");
    acquire(budget, "b");
    budget.returned(request("a"), taken);

    assertThat(drain(budget, "a")).isEqualTo(2);
  }

  @Test
  void maker_thatThrows_endsTheCall_andIsAskedAgain() {
    RetryBudget budget = PerKey.budget("service", key -> {
      made.add(key);
      if (made.size() == 1) {
        throw new IllegalStateException("no budget for " + key);
      }
      return AwsRetryBudget.standard();
    });

    assertThatThrownBy(() -> acquire(budget, "a")).hasMessage("no budget for a");
    assertThat(acquire(budget, "a")).isEqualTo(5);
  }

  // SPEC 4.4
  @Test
  void maker_thatThrows_endsTheCallItIsAskedIn() {
    RetryBudget budget = PerKey.budget("service", key -> {
      throw new IllegalStateException("no budget for " + key);
    });
    RetryPolicy policy =
        RetryPolicy.builder().name("claude").timebase(time).budget(budget).build();
    IllegalArgumentException down = new IllegalArgumentException("down");
    Operation<String, IllegalArgumentException> operation = () -> {
      throw down;
    };

    assertThatThrownBy(() -> Retry.with(policy).call(operation))
        .hasMessage("no budget for claude")
        .hasSuppressedException(down);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // what unchecked callers do
  void arguments_thatAreMissing_areNamed() {
    assertThatThrownBy(() -> PerKey.budget(null, this::small))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
    assertThatThrownBy(() -> PerKey.budget("service", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("maker");
    assertThatThrownBy(() -> acquire(PerKey.budget("service", key -> null), "a"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("maker returned null for a");
  }
}
