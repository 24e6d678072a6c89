package io.retrykit.ratelimit;

import static io.retrykit.guard.RetryBudget.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.testing.PublishedCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The quotas, budgets and buckets that AWS's SDKs, Finagle and Failsafe publish, step by step. SPEC 9.2, SPEC 9.3, SPEC
 * 9.4, SPEC 9.6, SPEC 18.3.
 */
class TokenBucketTablesTest {
  /** What no test runs here, and why. */
  private static final Map<String, String> NOT_HERE = Map.of(
      "TB-E01", "CubicTablesTest",
      "TB-E04", "CubicTablesTest",
      "TB-E06", "CubicTablesTest",
      "TB-E08", "CubicTablesTest");

  private final PublishedCases table = PublishedCases.of("token-bucket");

  @TestFactory
  Stream<DynamicTest> tokenBuckets_publishedCases() {
    return table.tests(published -> isHere(published), TokenBucketTablesTest::check);
  }

  @Test
  void everyCase_isRun_orElsewhereForAReason() {
    TreeSet<String> ids = new TreeSet<>(table.ids(TokenBucketTablesTest::isHere));
    assertThat(ids).hasSize(42).doesNotContainAnyElementsOf(NOT_HERE.keySet());
    ids.addAll(NOT_HERE.keySet());
    assertThat(ids).isEqualTo(table.ids(all -> true)).hasSize(46);
  }

  private static boolean isHere(JsonNode published) {
    return !NOT_HERE.containsKey(published.path("id").asText());
  }

  private static void check(JsonNode published) throws Exception {
    switch (published.path("model").asText()) {
      case "aws-retry-quota", "aws-long-polling" -> AwsQuotaCase.check(published);
      case "time-refill", "success-reward" -> TokenCase.filled(published);
      case "finagle-budget", "finagle-budget-bulk" -> TokenCase.percentage(published);
      case "leaky-bucket" -> TokenCase.leaky(published);
      case "smooth-rate-limiter" -> TokenCase.limiter(published);
      case "config" -> TokenCase.settings(published);
      case "invariant" -> stress(published);
      default -> throw new IllegalStateException("a model that is not known: " + published);
    }
  }

  private static void stress(JsonNode published) throws Exception {
    JsonNode config = published.path("config");
    JsonNode bounds = published.path("steps").get(0).path("expect");
    AwsRetryBudget budget = AwsRetryBudget.builder()
        .capacity(config.path("capacity").asInt())
        .transientCost(1)
        .throttlingCost(7)
        .timeoutCost(20)
        .build();
    ExecutorService pool = Executors.newFixedThreadPool(config.path("threads").asInt());
    try {
      List<Future<?>> threads = new ArrayList<>();
      for (int seed = 0; seed < config.path("threads").asInt(); seed++) {
        Random random = new Random(seed);
        threads.add(pool.submit(() -> takeAndGiveBack(budget, random, bounds)));
      }
      for (Future<?> thread : threads) {
        rethrow(thread);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(budget.tokens()).as("everything was given back").isEqualTo(50);
  }

  private static void takeAndGiveBack(AwsRetryBudget budget, Random random, JsonNode bounds) {
    AdmissionRequest request = BudgetCalls.attempt(1);
    for (int i = 0; i < 20_000; i++) {
      Outcome outcome = random.nextBoolean() ? BudgetCalls.TIMEOUT : BudgetCalls.FAILURE;
      Verdict verdict = random.nextBoolean() ? Verdict.throttled() : Verdict.retry();
      long taken = budget.acquire(request, outcome, verdict);
      assertThat(budget.tokens())
          .isBetween(bounds.path("min").asDouble(), bounds.path("max").asDouble());
      if (taken != REFUSED) {
        budget.returned(request, taken);
      }
    }
  }

  private static void rethrow(Future<?> thread) throws Exception {
    try {
      thread.get();
    } catch (ExecutionException failed) {
      throw new AssertionError(failed.getCause());
    }
  }
}
