package io.retrykit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Every published case on attempts, predicates, interrupts and observation has a test that is named by its id, or stands
 * in {@code docs/deviations.json}. The async, composition and streaming cases belong to other modules.
 */
class BehaviourTableTest {
  private static final Pattern OURS = Pattern.compile("(?:AT|PR|IN|OB)-\\d\\d");
  private static final Pattern NAMED = Pattern.compile("((?:at|pr|in|ob)\\d\\d)_\\w+");

  @Test
  void publishedCase_hasATestOfItsName_orIsADeviation() throws Exception {
    Set<String> published = ids(read("/spec/behaviour.json").path("cases"));
    Set<String> deviating = ids(read("/deviations.json"));
    Set<String> tested = testedIds();
    Set<String> missing = new TreeSet<>(published);
    missing.removeAll(tested);
    missing.removeAll(deviating);
    System.out.printf(
        "behaviour table: %d cases, %d tested, %d deviate %s%n",
        published.size(), tested.size(), deviating.size(), deviating);
    assertThat(published).hasSize(42);
    assertThat(missing).as("cases with neither a test nor a deviation").isEmpty();
    assertThat(published).as("tests are named by cases there are").containsAll(tested);
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

  private static Set<String> testedIds() throws Exception {
    Set<String> ids = new TreeSet<>();
    for (Class<?> type : testClasses()) {
      for (Method method : type.getDeclaredMethods()) {
        Matcher named = NAMED.matcher(method.getName());
        boolean runs = method.isAnnotationPresent(Test.class)
            || method.isAnnotationPresent(ParameterizedTest.class);
        if (runs && named.matches()) {
          String id = named.group(1).toUpperCase(Locale.ROOT);
          ids.add(id.substring(0, 2) + "-" + id.substring(2));
        }
      }
    }
    return ids;
  }

  private static List<Class<?>> testClasses() throws Exception {
    URI table = Objects.requireNonNull(BehaviourTableTest.class.getResource("/spec/behaviour.json"))
        .toURI();
    Path root = Objects.requireNonNull(Path.of(table).getParent()).resolve("..").normalize();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith("Test.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .sorted()
          .<Class<?>>map(BehaviourTableTest::load)
          .toList();
    }
  }

  private static Class<?> load(String file) {
    try {
      return Class.forName(file.replace('/', '.').replace('\\', '.'));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode read(String resource) throws IOException {
    try (InputStream in = BehaviourTableTest.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
    }
  }
}
