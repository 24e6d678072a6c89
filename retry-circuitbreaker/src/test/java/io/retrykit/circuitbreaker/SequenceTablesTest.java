package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.testing.PublishedCases;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sequences that Resilience4j, Failsafe, Armeria, Cockatiel and Polly decide their breakers by. Each passes, or stands
 * in {@code docs/deviations.json} with the reason. SPEC 22.1, SPEC 22.2, SPEC 22.3, SPEC 22.6, SPEC 22.7.
 */
class SequenceTablesTest {
  private static final Map<String, JsonNode> CASES = PublishedCases.of("circuitbreaker-sequences");

  /** In what the deviating cases differ, and in nothing else: the step, what was looked at, both answers. */
  private static final Map<String, List<String>> DIFFERENCES = Map.of(
      "CB-020",
      List.of(
          "1 totalMs: 100, ours not kept",
          "2 totalMs: 200, ours not kept",
          "3 totalMs: 300, ours not kept",
          "4 totalMs: 400, ours not kept",
          "5 totalMs: 400, ours not kept"),
      "CB-034",
      List.of(
          "2 state: HALF_OPEN, ours CLOSED",
          "3 state: HALF_OPEN, ours CLOSED",
          "4 state: OPEN, ours CLOSED"),
      "CB-039",
      List.of("7 failureRate: 0, ours -1"),
      "CB-040",
      List.of("5 state: CLOSED, ours OPEN"));

  private static int played;

  static Set<String> published() {
    return CASES.keySet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("published")
  void publishedCase_passes_orIsADeviation(String id) {
    JsonNode published = published(id);
    played++;
    assertThat(differences(published))
        .as(published.toString())
        .isEqualTo(DIFFERENCES.getOrDefault(id, List.of()));
  }

  @Test
  void deviations_areThoseThatAreDocumented() {
    assertThat(DIFFERENCES.keySet())
        .isEqualTo(PublishedCases.deviating("CB-"))
        .isSubsetOf(CASES.keySet());
  }

  @Test
  void table_isRead_whole() {
    assertThat(CASES).hasSize(43);
  }

  /** What CB-034 is about, without the step from closed to half-open, which CB-015 forbids. */
  @Test
  void failsafesProbes_fromAnOpenBreaker_passToo() {
    assertThat(new SequenceCase(published("CB-034")).fromOpen().differences()).isEmpty();
  }

  @AfterAll
  static void count() {
    int deviate = DIFFERENCES.size();
    System.out.printf(
        "circuitbreaker-sequences: %d of %d cases played, %d pass, %d deviate %s%n",
        played, CASES.size(), played - deviate, deviate, new TreeSet<>(DIFFERENCES.keySet()));
  }

  private static JsonNode published(String id) {
    return Objects.requireNonNull(CASES.get(id), id);
  }

  private static List<String> differences(JsonNode published) {
    JsonNode expected = published.path("steps").get(0).path("expect");
    return switch (published.path("id").asText()) {
      case "CB-060" -> SettingsCase.accepted(expected.path("rejected"));
      case "CB-061" -> SettingsCase.minimumDifferences(expected.path("effective"));
      default -> new SequenceCase(published).differences();
    };
  }
}
