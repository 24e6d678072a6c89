package io.retrykit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Cases that other projects publish: each passes, or stands in {@code docs/deviations.json} with the reason. */
public final class PublishedCases {
  private static final Set<String> DEVIATING = deviating();

  private final String table;
  private final List<JsonNode> cases = new ArrayList<>();

  private PublishedCases(String table) {
    this.table = table;
    read("/spec/" + table + ".json").path("cases").forEach(cases::add);
  }

  /** Reads a table of the class path. */
  public static PublishedCases of(String table) {
    return new PublishedCases(table);
  }

  /** Returns a test for each case that is wanted. */
  public Stream<DynamicTest> tests(Predicate<JsonNode> wanted, Check check) {
    List<JsonNode> mine = cases.stream().filter(wanted).toList();
    List<String> deviate =
        mine.stream().map(PublishedCases::id).filter(DEVIATING::contains).toList();
    System.out.printf(
        "%s: %d of %d cases, %d pass, %d deviate %s%n",
        table, mine.size(), cases.size(), mine.size() - deviate.size(), deviate.size(), deviate);
    return mine.stream().map(published -> dynamicTest(id(published), () -> run(published, check)));
  }

  private static void run(JsonNode published, Check check) throws Exception {
    Throwable difference = null;
    try {
      check.check(published);
    } catch (AssertionError | IllegalArgumentException differs) {
      difference = differs;
    }
    if (DEVIATING.contains(id(published))) {
      assertThat(difference)
          .as("%s stands in deviations.json, so it must differ", id(published))
          .isNotNull();
    } else if (difference != null) {
      throw new AssertionError(published + ": " + difference.getMessage(), difference);
    }
  }

  /** Returns the ids of the cases that are wanted. */
  public Set<String> ids(Predicate<JsonNode> wanted) {
    Set<String> ids = new TreeSet<>();
    cases.stream().filter(wanted).map(PublishedCases::id).forEach(ids::add);
    return ids;
  }

  private static String id(JsonNode published) {
    return published.path("id").asText();
  }

  private static Set<String> deviating() {
    Set<String> ids = new TreeSet<>();
    for (JsonNode entry : read("/deviations.json")) {
      ids.add(id(entry));
    }
    return ids;
  }

  private static JsonNode read(String resource) {
    try (InputStream in = PublishedCases.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Checks one case; throws where we differ. */
  @FunctionalInterface
  public interface Check {
    void check(JsonNode published) throws Exception;
  }
}
