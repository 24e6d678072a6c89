package io.retrykit.throttle.hint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The hints that other projects publish: what the headers say, and the pause that comes of it. Each case passes, or
 * stands in {@code docs/deviations.json} with the reason.
 *
 * <p>SPEC 7.1, SPEC 7.2.
 */
class HintTablesTest {
  private static final Map<String, HintCase> RETRY_AFTER = HintCases.read("retry-after.json");
  private static final Map<String, HintCase> RATE_LIMIT = HintCases.read("ratelimit-headers.json");
  private static final List<String> DEVIATING = StreamSupport.stream(
          HintCases.json("/deviations.json").spliterator(), false)
      .map(entry -> entry.path("id").asText())
      .filter(id -> id.startsWith("RA-") || id.startsWith("RL-"))
      .filter(id -> !HintCases.BY_CLASSIFIER.contains(id))
      .toList();

  private static Map<String, HintCase> all() {
    Map<String, HintCase> all = new LinkedHashMap<>(RETRY_AFTER);
    all.putAll(RATE_LIMIT);
    return all;
  }

  static Stream<HintCase> published() {
    return new ArrayList<>(all().values()).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("published")
  void publishedCase_passes_orIsADeviation(HintCase published) {
    if (DEVIATING.contains(published.id())) {
      assertThat(published.difference())
          .as("%s stands in deviations.json, so it must differ", published)
          .isNotEmpty();
    } else {
      assertThat(published.difference()).as(published.toString()).isEmpty();
    }
  }

  @Test
  void tables_areRead_whole() {
    assertThat(RETRY_AFTER).hasSize(62);
    assertThat(RATE_LIMIT).hasSize(42);
    assertThat(all()).hasSize(104);
  }

  @Test
  void casesForTheClassifier_areThoseWithMoreThanHeaders() {
    Set<String> more = published()
        .filter(HintCase::hasMoreThanHeaders)
        .map(HintCase::id)
        .collect(Collectors.toSet());
    assertThat(more).isEqualTo(HintCases.BY_CLASSIFIER);
  }

  @Test
  void choices_areMade_forEveryCaseThatLeavesOne() {
    Set<String> open = published()
        .filter(HintCase::isChoice)
        .map(HintCase::id)
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(HintCase.chosen().keySet()).containsExactlyInAnyOrderElementsOf(open);
  }

  @Test
  void deviations_name_publishedCases() {
    assertThat(DEVIATING).doesNotHaveDuplicates().isSubsetOf(all().keySet());
  }

  @AfterAll
  static void count() {
    System.out.printf(
        "hint tables: %d cases, %d deviate %s, of %d the headers only%n",
        all().size(), DEVIATING.size(), DEVIATING, HintCases.BY_CLASSIFIER.size());
  }
}
