package io.retrykit.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each row of the table of faults names a test, and there is a method of that name. */
class ReliabilityTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  private static List<String> rows() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/reliability.md")).stream()
        .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
        .filter(line -> !line.endsWith("| shown by |"))
        .toList();
  }

  @Test
  void rows_eachNameATest() throws IOException {
    assertThat(rows())
        .hasSizeGreaterThan(30)
        .allMatch(row -> NAMED.matcher(row.substring(row.lastIndexOf(" | "))).find());
  }

  @Test
  void tests_thatAreNamed_areThere() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String row : rows()) {
      Matcher named = NAMED.matcher(row);
      while (named.find()) {
        Pattern method = Pattern.compile("\\b(void|boolean) " + named.group(2) + "\\(");
        String source = sourceOf(named.group(1));
        if (!method.matcher(source).find()) {
          missing.add(named.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static String sourceOf(String test) throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            for (Path file : files.toList()) {
              if (file.endsWith(test + ".java")) {
                return Files.readString(file);
              }
            }
          }
        }
      }
    }
    return "";
  }
}
