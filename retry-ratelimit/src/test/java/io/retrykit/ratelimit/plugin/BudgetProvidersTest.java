package io.retrykit.ratelimit.plugin;

import static io.retrykit.testing.Configured.acquire;
import static io.retrykit.testing.Configured.budget;
import static io.retrykit.testing.Configured.budgetRefusal;
import static io.retrykit.testing.Configured.drain;
import static io.retrykit.testing.Configured.fail;
import static io.retrykit.testing.Configured.policies;
import static io.retrykit.testing.Configured.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.config.Policies;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.ratelimit.PercentageRetryBudget;
import io.retrykit.spi.ProviderSettings;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 14.3: budgets by name, each setting in effect. */
class BudgetProvidersTest {
  private static AwsRetryBudget aws(String name, String... settings) {
    return (AwsRetryBudget) budget(name, settings);
  }

  private static PercentageRetryBudget percentage(String... settings) {
    return (PercentageRetryBudget) budget("percentage", settings);
  }

  @ParameterizedTest
  @CsvSource({"aws-standard, 5, 10, 5", "aws-standard-2026, 14, 14, 5"})
  void awsQuota_withoutSettings_hasItsFigures(
      String name, int transientCost, int timeoutCost, int throttlingCost) {
    AwsRetryBudget budget = aws(name);

    assertThat(budget.name()).isEqualTo(name);
    assertThat(budget.tokens()).isEqualTo(500);
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isEqualTo(transientCost);
    assertThat(acquire(budget, new TimeoutException(), Verdict.retry())).isEqualTo(timeoutCost);
    assertThat(acquire(budget, new IOException(), Verdict.throttled())).isEqualTo(throttlingCost);
    double before = budget.tokens();
    succeed(budget);
    assertThat(budget.tokens()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-standard", "aws-standard-2026"})
  void awsQuota_settings_areInEffect(String name) {
    AwsRetryBudget budget = aws(
        name,
        "capacity",
        "100",
        "transient-cost",
        "7",
        "timeout-cost",
        "8",
        "throttling-cost",
        "9",
        "success-increment",
        "0.25");

    assertThat(budget.tokens()).isEqualTo(100);
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isEqualTo(7);
    assertThat(acquire(budget, new TimeoutException(), Verdict.retry())).isEqualTo(8);
    assertThat(acquire(budget, new IOException(), Verdict.throttled())).isEqualTo(9);
    succeed(budget);
    assertThat(budget.tokens()).isEqualTo(76.25);
  }

  @Test
  void awsQuota_refill_comesInByTheSecond() {
    VirtualTimebase time = VirtualTimebase.create();
    ProviderSettings settings =
        new ProviderSettings("x", "x.", Map.of("refill-per-second", "2.5", "transient-cost", "50"));
    AwsRetryBudget budget = (AwsRetryBudget)
        AwsSettings.budget(settings, "aws-standard", AwsRetryBudget.builder().timebase(time));
    drain(budget, "key");
    time.advance(Duration.ofSeconds(4));

    assertThat(budget.tokens()).isEqualTo(10);
  }

  // SPEC 14.2
  @ParameterizedTest
  @ValueSource(strings = {"capacity", "transient-cost", "timeout-cost", "throttling-cost"})
  void awsQuota_badNumber_isNamedWithKeyAndRule(String key) {
    for (String bad : new String[] {"-1", "1000001", "0.5", "many"}) {
      assertThat(budgetRefusal("aws-standard", key, bad))
          .isEqualTo("x.aws-standard." + key
              + " must be a whole number between 0 and 1000000, was \"" + bad + '"');
    }
  }

  // SPEC 14.2
  @Test
  void awsQuota_badSetting_isNamedWithKeyRuleAndValue() {
    assertThat(budgetRefusal("aws-standard-2026", "success-increment", "-0.5"))
        .isEqualTo("x.aws-standard-2026.success-increment must be a number between 0.0 and"
            + " 1000000.0, was \"-0.5\"");
    assertThat(budgetRefusal("aws-standard-2026", "refill-per-second", "1001"))
        .isEqualTo("x.aws-standard-2026.refill-per-second must be a number between 0.0 and 1000.0,"
            + " was \"1001\"");
    assertThat(budgetRefusal("aws-standard", "capactiy", "1"))
        .isEqualTo("unknown key x.aws-standard.capactiy = 1, allowed are [capacity, idle, max-keys,"
            + " per-key, refill-per-second, shared, success-increment, throttling-cost,"
            + " timeout-cost, transient-cost]");
  }

  @Test
  void grpcThrottle_settings_areInEffect() {
    RetryBudget budget = budget("grpc-throttle", "max-tokens", "4", "token-ratio", "0.5");

    assertThat(budget.name()).isEqualTo("grpc-throttle");
    fail(budget);
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isZero();
    fail(budget);
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isEqualTo(RetryBudget.REFUSED);
    succeed(budget);
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isZero();
  }

  @Test
  void grpcThrottle_withoutSettings_hasAHundredTokensAndATenthForASuccess() {
    RetryBudget budget = budget("grpc-throttle");
    for (int i = 0; i < 49; i++) {
      fail(budget);
    }
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isZero();
    fail(budget);
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isEqualTo(RetryBudget.REFUSED);
    fail(budget);
    for (int i = 0; i < 10; i++) {
      succeed(budget);
    }
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isEqualTo(RetryBudget.REFUSED);
    succeed(budget);
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isZero();
  }

  // SPEC 14.2
  @ParameterizedTest
  @CsvSource({"max-tokens, 0", "max-tokens, 1001", "token-ratio, 0", "token-ratio, half"})
  void grpcThrottle_badNumber_isNamedWithKeyAndRule(String key, String value) {
    assertThat(budgetRefusal("grpc-throttle", key, value))
        .isEqualTo("x.grpc-throttle." + key + " must be a number between 0.001 and 1000.0, was \""
            + value + '"');
  }

  // SPEC 14.2
  @Test
  void grpcThrottle_unknownKey_isNamedWithThoseThereAre() {
    assertThat(budgetRefusal("grpc-throttle", "tokens", "9"))
        .isEqualTo("unknown key x.grpc-throttle.tokens = 9, allowed are [idle, max-keys,"
            + " max-tokens, per-key, shared, token-ratio]");
  }

  @Test
  void percentage_withoutSettings_isTenASecondForTenSeconds_andAFifthOfTheCalls() {
    PercentageRetryBudget budget = percentage();

    assertThat(budget.name()).isEqualTo("percentage");
    assertThat(budget.balance()).isEqualTo(100);
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isEqualTo(5_000);
  }

  @Test
  void percentage_settings_areInEffect() {
    PercentageRetryBudget budget =
        percentage("percent", "50", "min-retries-per-second", "3", "ttl", "20s");

    assertThat(budget.balance()).isEqualTo(60);
    assertThat(acquire(budget, new IOException(), Verdict.retry())).isEqualTo(2_000);
    assertThat(percentage("percent", "0", "min-retries-per-second", "0").balance())
        .isZero();
    assertThat(percentage("percent", "0.0001").balance()).isEqualTo(100);
  }

  // SPEC 14.2
  @Test
  void percentage_badSetting_isNamedWithKeyRuleAndValue() {
    assertThat(budgetRefusal("percentage", "percent", "-1"))
        .isEqualTo("x.percentage.percent must be a number between 0.0 and 100000.0, was \"-1\"");
    assertThat(budgetRefusal("percentage", "percent", "0.00009"))
        .isEqualTo("x.percentage.percent must be 0, or 0.0001 or more, was \"0.00009\"");
    assertThat(budgetRefusal("percentage", "min-retries-per-second", "1.5"))
        .isEqualTo("x.percentage.min-retries-per-second must be a whole number between 0 and"
            + " 1000000, was \"1.5\"");
    assertThat(budgetRefusal("percentage", "ttl", "ten"))
        .startsWith("x.percentage.ttl must be a number with a unit ")
        .endsWith(", was \"ten\"");
    assertThat(budgetRefusal("percentage", "ttl", "500ms"))
        .isEqualTo("x.budget = percentage: ttl must be between 1s and 60s, was PT0.5S");
    assertThat(budgetRefusal("percentage", "precent", "9"))
        .isEqualTo("unknown key x.percentage.precent = 9, allowed are [idle, max-keys,"
            + " min-retries-per-second, per-key, percent, shared, ttl]");
  }

  // SPEC 9.7
  @ParameterizedTest
  @CsvSource({
    "aws-standard, capacity, 10",
    "aws-standard-2026, capacity, 28",
    "percentage, min-retries-per-second, 1"
  })
  void perKey_isABudgetForEachKey(String name, String setting, String value) {
    RetryBudget one = budget(name, setting, value, "per-key", "false");
    RetryBudget each = budget(name, setting, value, "per-key", "true");

    assertThat(each.name()).isEqualTo(name);
    int retries = drain(one, "a");
    assertThat(retries).isPositive();
    assertThat(drain(one, "b")).isZero();
    assertThat(drain(each, "a")).isEqualTo(retries);
    assertThat(drain(each, "b")).isEqualTo(retries);
    assertThat(drain(each, "a")).isZero();
  }

  // SPEC 9.7
  @Test
  void maxKeys_andIdle_areTheBoundsOfTheKeys() {
    String[] dry = {"per-key", "true", "capacity", "5", "max-keys", "1"};
    RetryBudget few = budget("aws-standard", dry);
    assertThat(drain(few, "a")).isEqualTo(1);
    assertThat(drain(few, "b")).isEqualTo(1);
    assertThat(few).hasToString("aws-standard, for each of 1 keys");
    assertThat(drain(few, "a")).isEqualTo(1);

    RetryBudget idle = budget("aws-standard", "per-key", "true", "idle", "1ns", "capacity", "5");
    assertThat(drain(idle, "a")).isEqualTo(1);
    int others = 0;
    while (drain(idle, "a") == 0 && others < 10_000) { // a look for idle keys comes with a new key
      drain(idle, "other " + others++);
    }
    assertThat(others).isBetween(1, 9_999);
  }

  // SPEC 14.2
  @Test
  void keySettings_withoutPerKey_orOutOfRange_areRefused() {
    assertThat(budgetRefusal("grpc-throttle", "max-keys", "5"))
        .isEqualTo("x.grpc-throttle.max-keys = 5 needs per-key = true");
    assertThat(budgetRefusal("percentage", "idle", "1m", "per-key", "false"))
        .isEqualTo("x.percentage.idle = 1m needs per-key = true");
    assertThat(budgetRefusal("aws-standard", "per-key", "true", "max-keys", "0"))
        .isEqualTo("x.aws-standard.max-keys must be a whole number between 1 and 2147483647,"
            + " was \"0\"");
    assertThat(budgetRefusal("aws-standard", "per-key", "true", "idle", "0s"))
        .isEqualTo("x.budget = aws-standard: idle must be more than zero, was PT0S");
    assertThat(budgetRefusal("aws-standard", "per-key", "yes"))
        .isEqualTo("x.aws-standard.per-key must be one of [false, true], was \"yes\"");
  }

  // SPEC 14.4
  @ParameterizedTest
  @ValueSource(strings = {"aws-standard", "aws-standard-2026", "grpc-throttle", "percentage"})
  void shared_isOneBudget_whateverItsKind(String kind) {
    Policies policies = policies(
        "a.budget",
        kind,
        "a." + kind + ".shared",
        "bedrock",
        "b.budget",
        kind,
        "b." + kind + ".shared",
        "bedrock",
        "c.budget",
        kind);

    assertThat(policies.get("a").budget()).isEqualTo(policies.get("b").budget());
    assertThat(policies.get("c").budget()).isNotEqualTo(policies.get("a").budget());
  }
}
