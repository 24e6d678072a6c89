package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables the AWS SDKs share for their adaptive mode: send rates, and the bucket that holds sends back. Each case
 * passes, or stands in {@code docs/deviations.json} with the reason.
 */
class CubicTablesTest {
  private static final Map<String, CubicCase> CASES = cases();
  private static final List<String> DEVIATING = deviating();

  static Stream<CubicCase> published() {
    return CASES.values().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("published")
  void publishedCase_passes_orIsADeviation(CubicCase published) {
    List<String> differences = published.differences();
    if (DEVIATING.contains(published.id())) {
      assertThat(differences)
          .as("%s stands in deviations.json, so it must differ", published)
          .isNotEmpty();
    } else {
      assertThat(differences).as(published.toString()).isEmpty();
    }
  }

  @Test
  void tables_areRead_whole() {
    assertThat(CASES).hasSize(13 + 4);
    assertThat(DEVIATING).doesNotHaveDuplicates().isSubsetOf(CASES.keySet());
  }

  @AfterAll
  static void count() {
    System.out.printf(
        "adaptive rate tables: %d cases, %d pass, %d deviate %s%n",
        CASES.size(), CASES.size() - DEVIATING.size(), DEVIATING.size(), DEVIATING);
  }

  private static Map<String, CubicCase> cases() {
    Map<String, CubicCase> cases = new LinkedHashMap<>();
    for (JsonNode node : read("/spec/cubic.json").path("cases")) {
      add(cases, node);
    }
    for (JsonNode node : read("/spec/token-bucket.json").path("cases")) {
      if (node.path("model").asText().equals("adaptive-send-bucket")) {
        add(cases, node);
      }
    }
    return cases;
  }

  private static void add(Map<String, CubicCase> cases, JsonNode node) {
    CubicCase published = new CubicCase(node);
    assertThat(cases.put(published.id(), published))
        .as("a second %s", published)
        .isNull();
  }

  private static List<String> deviating() {
    return StreamSupport.stream(read("/deviations.json").spliterator(), false)
        .map(entry -> entry.path("id").asText())
        .filter(id -> id.startsWith("CU-") || id.startsWith("TB-E"))
        .toList();
  }

  private static JsonNode read(String resource) {
    try (InputStream in = CubicTablesTest.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
