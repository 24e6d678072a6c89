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
 * Every published case on calls that do not block has a test in {@link AsyncCasesTest}, on streams in {@link StreamCasesTest}, that is named by its id; where we
 * differ, it stands in {@code docs/deviations.json} as well, and the test shows what we do.
 */
class AsyncTableTest {
  private static final Pattern NAMED = Pattern.compile("([a-z][a-z])(\\d\\d)_\\w+");

  @Test
  void publishedCaseOfCalls_hasATestOfItsName() throws IOException {
    check("AC", 12, AsyncCasesTest.class);
  }

  @Test
  void publishedCaseOfStreams_hasATestOfItsName() throws IOException {
    check("ST", 7, StreamCasesTest.class);
  }

  private static void check(String kind, int count, Class<?> tests) throws IOException {
    Set<String> published = ids(kind, read("/spec/behaviour.json").path("cases"));
    Set<String> deviating = ids(kind, read("/deviations.json"));
    Set<String> tested = testedIds(tests);
    System.out.printf(
        "async table, %s: %d cases, %d tested, %d deviate %s%n",
        kind, published.size(), tested.size(), deviating.size(), deviating);
    assertThat(published).hasSize(count);
    assertThat(tested).isEqualTo(published);
    assertThat(published).as("deviations name cases there are").containsAll(deviating);
  }

  private static Set<String> ids(String kind, JsonNode cases) {
    Set<String> ids = new TreeSet<>();
    StreamSupport.stream(cases.spliterator(), false)
        .map(one -> one.path("id").asText())
        .filter(id -> id.startsWith(kind + "-"))
        .forEach(ids::add);
    return ids;
  }

  private static Set<String> testedIds(Class<?> tests) {
    Set<String> ids = new TreeSet<>();
    Arrays.stream(tests.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class)
            || method.isAnnotationPresent(ParameterizedTest.class))
        .map(method -> NAMED.matcher(method.getName().toLowerCase(Locale.ROOT)))
        .filter(Matcher::matches)
        .forEach(named -> ids.add(named.group(1).toUpperCase(Locale.ROOT) + "-" + named.group(2)));
    return ids;
  }

  private static JsonNode read(String resource) throws IOException {
    try (InputStream in = AsyncTableTest.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
    }
  }
}
