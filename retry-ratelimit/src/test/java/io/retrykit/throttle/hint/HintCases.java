package io.retrykit.throttle.hint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The published cases of both tables, by their ids. */
final class HintCases {
  /**
   * Cases that a status, an error code or a body decides. What their headers say is tested here; what follows from the
   * rest is for whoever classifies.
   */
  static final Set<String> BY_CLASSIFIER =
      Set.of("RA-097", "RA-098", "RA-099", "RL-017", "RL-018", "RL-048", "RL-058", "RL-072");

  private HintCases() {}

  static Map<String, HintCase> read(String table) {
    Map<String, HintCase> cases = new LinkedHashMap<>();
    for (JsonNode node : json("/spec/" + table).path("cases")) {
      HintCase published = new HintCase(node);
      assertThat(cases.put(published.id(), published))
          .as("a second %s", published)
          .isNull();
    }
    return cases;
  }

  static JsonNode json(String resource) {
    try (InputStream in = HintCases.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
