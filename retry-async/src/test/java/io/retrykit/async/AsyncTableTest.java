package io.retrykit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Every published case on calls that do not block has a test in {@link AsyncCasesTest} that is named by its id; where we
 * differ, it stands in {@code docs/deviations.json} as well, and the test shows what we do.
 */
class AsyncTableTest {
  private static final Pattern OURS = Pattern.compile("AC-\\d\\d");
  private static final Pattern NAMED = Pattern.compile("ac(\\d\\d)_\\w+");

  @Test
  void publishedCase_hasATestOfItsName() throws IOException {
    Set<String> published = ids(read("/spec/behaviour.json").path("cases"));
    Set<String> deviating = ids(read("/deviations.json"));
    System.out.printf(
        "async table: %d cases, %d tested, %d deviate %s%n",
        published.size(), testedIds().size(), deviating.size(), deviating);
    assertThat(published).hasSize(12);
    assertThat(testedIds()).isEqualTo(published);
    assertThat(published).as("deviations name cases there are").containsAll(deviating);
  }

  private static Set<String> ids(JsonNode cases) {
    Set<String> ids = new TreeSet<>();
    StreamSupport.stream(cases.spliterator(), false)
        .map(one -> one.path("id").asText())
        .filter(id -> OURS.matcher(id).matches())
        .forEach(ids::add);
    return ids;
  }

  private static Set<String> testedIds() {
    Set<String> ids = new TreeSet<>();
    Arrays.stream(AsyncCasesTest.class.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class)
            || method.isAnnotationPresent(ParameterizedTest.class))
        .map(method -> NAMED.matcher(method.getName().toLowerCase(Locale.ROOT)))
        .filter(Matcher::matches)
        .forEach(named -> ids.add("AC-" + named.group(1)));
    return ids;
  }

  private static JsonNode read(String resource) throws IOException {
    try (InputStream in = AsyncTableTest.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
    }
  }
}
