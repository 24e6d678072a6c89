package io.retrykit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rule of {@code docs/SPEC.md} is cited by a test, and no test cites a rule there is not. */
class SpecCitationTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern RULE =
      Pattern.compile("^- \\*\\*(\\d+\\.\\d+)\\*\\* ", Pattern.MULTILINE);

  /** One rule, or several with the word once: 2.3, 2.4. */
  private static final Pattern CITATION =
      Pattern.compile("\\bSPEC (\\d+\\.\\d+(?:(?:, | and )\\d+\\.\\d+)*)");

  @Test
  void rule_isCitedByATest() throws IOException {
    Set<String> uncited = new TreeSet<>(SpecCitationTest::compare);
    uncited.addAll(rules());
    uncited.removeAll(citations().keySet());

    assertThat(uncited).as("rules of docs/SPEC.md that no test cites").isEmpty();
  }

  @Test
  void citation_isOfARuleThereIs() throws IOException {
    Map<String, Set<String>> unknown = citations();
    unknown.keySet().removeAll(rules());

    assertThat(unknown).as("citations of rules that docs/SPEC.md does not have").isEmpty();
  }

  @Test
  void rules_areNumberedInOrder_eachOnce() throws IOException {
    List<String> rules = rules();

    assertThat(rules).hasSizeGreaterThan(60).doesNotHaveDuplicates();
    assertThat(rules).isSortedAccordingTo(SpecCitationTest::compare);
  }

  private static List<String> rules() throws IOException {
    return RULE.matcher(Files.readString(PROJECT.resolve("docs/SPEC.md")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** Returns the rules cited, each with the files that cite it. */
  private static Map<String, Set<String>> citations() throws IOException {
    Map<String, Set<String>> citations = new TreeMap<>(SpecCitationTest::compare);
    for (Path test : tests()) {
      Matcher citation = CITATION.matcher(Files.readString(test));
      while (citation.find()) {
        for (String rule : citation.group(1).split(", | and ", -1)) {
          citations
              .computeIfAbsent(rule, unused -> new TreeSet<>())
              .add(test.getFileName().toString());
        }
      }
    }
    return citations;
  }

  private static List<Path> tests() throws IOException {
    List<Path> tests = new ArrayList<>();
    try (Stream<Path> modules = Files.list(PROJECT)) {
      for (Path directory :
          modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(directory)) {
          try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(tests::add);
          }
        }
      }
    }
    return tests;
  }

  /** Compares chapter by chapter: 2.9 comes before 2.10. */
  private static int compare(String one, String other) {
    int[] a = Stream.of(one.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    int[] b = Stream.of(other.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    return a[0] == b[0] ? Integer.compare(a[1], b[1]) : Integer.compare(a[0], b[0]);
  }
}
