package io.retrykit.backoff;

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
 * The schedules other projects publish. Each case passes, or stands in {@code docs/deviations.json} with the reason.
 *
 * <p>SPEC 2.1, SPEC 2.3, SPEC 2.5, SPEC 2.9.
 */
class BackoffTablesTest {
  private static final JsonNode DEVIATIONS = read("/deviations.json");
  private static final Map<String, BackoffCase> CASES = cases();
  private static final List<String> DEVIATING = StreamSupport.stream(
          DEVIATIONS.spliterator(), false)
      .map(entry -> entry.path("id").asText())
      .filter(id -> id.startsWith("BO-"))
      .toList();

  static Stream<BackoffCase> published() {
    return CASES.values().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("published")
  void publishedCase_passes_orIsADeviation(BackoffCase published) {
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
  void table_isRead_whole() {
    assertThat(CASES).hasSize(41);
  }

  @Test
  void deviations_name_publishedCasesWithAReason() {
    assertThat(DEVIATING).doesNotHaveDuplicates().isSubsetOf(CASES.keySet());
    for (JsonNode entry : DEVIATIONS) {
      assertThat(entry.path("id").asText()).isNotBlank();
      assertThat(entry.path("we").asText()).isNotBlank();
      assertThat(entry.path("why").asText()).isNotBlank();
    }
  }

  @AfterAll
  static void count() {
    System.out.printf(
        "backoff tables: %d cases, %d pass, %d deviate %s%n",
        CASES.size(), CASES.size() - DEVIATING.size(), DEVIATING.size(), DEVIATING);
  }

  private static Map<String, BackoffCase> cases() {
    Map<String, BackoffCase> cases = new LinkedHashMap<>();
    for (JsonNode node : read("/spec/backoff-schedules.json").path("cases")) {
      BackoffCase published = new BackoffCase(node);
      assertThat(cases.put(published.id(), published))
          .as("a second %s", published)
          .isNull();
    }
    return cases;
  }

  private static JsonNode read(String resource) {
    try (InputStream in = BackoffTablesTest.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
