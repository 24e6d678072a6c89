package io.retrykit.examples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.ratelimit.GrpcRetryBudget;
import io.retrykit.ratelimit.PerKey;
import io.retrykit.ratelimit.PercentageRetryBudget;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/guide/budgets.md}. */
class BudgetsTest {
  private final Service service = new Service();

  private Retry atOnce(RetryPolicy policy) {
    return Retry.with(policy.toBuilder().backoff(Backoff.none()).build());
  }

  private void fail(Retry retry) {
    service.failing(3);
    assertThat(catchThrowable(() -> retry.call(() -> service.ask("why?"))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void budget_outageThatGoesOn_leavesOneAttemptForEachCall() throws IOException {
    // docs: begin budgets/budget
    RetryBudget budget = AwsRetryBudget.standard(); // one for all calls to one service
    RetryPolicy policy = RetryPolicy.builder().name("orders").budget(budget).build();
    // docs: end
    Retry retry = atOnce(policy);
    for (int i = 0; i < 50; i++) {
      fail(retry);
    }
    assertThat(service.calls()).isEqualTo(150);
    Output.isShown("budgets/log", Output.logged(() -> fail(retry)));
    assertThat(service.calls()).isEqualTo(151);
    assertThat(budget).hasToString("aws-standard: 0.0 of 500 tokens");
  }

  @Test
  void kinds_ofBudgets_areMade() {
    // docs: begin budgets/kinds
    RetryBudget tokens = AwsRetryBudget.standard();
    RetryBudget share = PercentageRetryBudget.of("orders", 0.1, 5, ofSeconds(10));
    RetryBudget halfFull = GrpcRetryBudget.of("orders", 100, 0.1);
    // docs: end
    assertThat(List.of(tokens, share, halfFull))
        .extracting(RetryBudget::name)
        .containsExactly("aws-standard", "orders", "orders");
  }

  @Test
  void perKey_oneHostInTrouble_leavesTheOtherItsRetries() throws IOException {
    // docs: begin budgets/per-key
    RetryBudget byHost = PerKey.budget("hosts", host -> AwsRetryBudget.standard());
    Retry retry =
        Retry.with(RetryPolicy.builder().backoff(Backoff.none()).budget(byHost).build());

    retry.forKey("a.example.com").call(() -> service.ask("why?"));
    // docs: end
    for (int i = 0; i < 60; i++) {
      fail(retry.forKey("a.example.com"));
    }
    int before = service.calls();
    fail(retry.forKey("a.example.com"));
    assertThat(service.calls() - before).isEqualTo(1);
    fail(retry.forKey("b.example.com"));
    assertThat(service.calls() - before).isEqualTo(4);
  }
}
