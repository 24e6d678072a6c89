package io.retrykit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables that other projects publish, as they lie under {@code src/test/resources/spec} of the modules that play them. A
 * table that several modules play is the same in all of them.
 */
class PublishedTablesTest {
  private static final Map<String, Integer> CASES = Map.of(
      "aws-error-codes.json", 60,
      "backoff-schedules.json", 41,
      "behaviour.json", 72,
      "circuitbreaker-sequences.json", 43,
      "cubic.json", 13,
      "grpc-throttle.json", 20,
      "ratelimit-headers.json", 42,
      "retry-after.json", 62,
      "token-bucket.json", 46);

  @Test
  void tables_areAllThere_whole() throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    for (Path table : tables()) {
      int cases = new ObjectMapper().readTree(table.toFile()).path("cases").size();
      found.put(table.getFileName().toString(), cases);
    }
    int all = found.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf("published tables: %d, %d cases %s%n", found.size(), all, found);
    assertThat(found).isEqualTo(CASES);
  }

  @Test
  void copies_ofOneTable_areTheSame() throws IOException {
    Map<String, byte[]> seen = new TreeMap<>();
    for (Path table : tables()) {
      byte[] read = Files.readAllBytes(table);
      byte[] before = seen.putIfAbsent(table.getFileName().toString(), read);
      assertThat(read).as(table.toString()).isEqualTo(before == null ? read : before);
    }
  }

  private static List<Path> tables() throws IOException {
    List<Path> tables = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path directory :
          modules.map(module -> module.resolve("src/test/resources/spec")).toList()) {
        if (Files.isDirectory(directory)) {
          try (Stream<Path> files = Files.list(directory)) {
            files.forEach(tables::add);
          }
        }
      }
    }
    return tables;
  }
}
