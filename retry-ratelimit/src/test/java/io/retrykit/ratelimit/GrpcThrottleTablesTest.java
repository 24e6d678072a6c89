package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.testing.PublishedCases;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** gRPC's throttling of retries, its pushback and its deadlines. SPEC 6.2, SPEC 7.2, SPEC 9.1, SPEC 9.5. */
class GrpcThrottleTablesTest {
  /** What no test runs here, and why. */
  private static final Map<String, String> NOT_HERE = Map.of(
      "GA-12", "hedging belongs to retry-async",
      "GA-13", "hedging belongs to retry-async",
      "GA-16", "hedging belongs to retry-async",
      "GA-17", "hedging belongs to retry-async",
      "GA-19", "streams belong to retry-async");

  private final PublishedCases table = PublishedCases.of("grpc-throttle");

  @TestFactory
  Stream<DynamicTest> throttling_publishedCases() {
    return table.tests(GrpcThrottleTablesTest::isHere, GrpcThrottleCase::check);
  }

  @Test
  void everyCase_isRun_orElsewhereForAReason() {
    TreeSet<String> ids = new TreeSet<>(table.ids(GrpcThrottleTablesTest::isHere));
    assertThat(ids).hasSize(15).doesNotContainAnyElementsOf(NOT_HERE.keySet());
    ids.addAll(NOT_HERE.keySet());
    assertThat(ids).isEqualTo(table.ids(all -> true)).hasSize(20);
  }

  private static boolean isHere(JsonNode published) {
    return !NOT_HERE.containsKey(published.path("id").asText());
  }
}
