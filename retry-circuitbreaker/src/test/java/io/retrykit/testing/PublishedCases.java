package io.retrykit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Cases that other projects publish: each passes, or stands in {@code docs/deviations.json} with the reason. */
public final class PublishedCases {
  private PublishedCases() {}

  /** Reads the cases of a table of the class path, by id. */
  public static Map<String, JsonNode> of(String table) {
    Map<String, JsonNode> cases = new LinkedHashMap<>();
    for (JsonNode published : read("/spec/" + table + ".json").path("cases")) {
      if (cases.put(id(published), published) != null) {
        throw new IllegalStateException("a second " + id(published));
      }
    }
    return cases;
  }

  /** Returns the ids below {@code prefix} that stand in {@code docs/deviations.json}. */
  public static Set<String> deviating(String prefix) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode entry : read("/deviations.json")) {
      if (id(entry).startsWith(prefix)) {
        ids.add(id(entry));
      }
    }
    return ids;
  }

  private static String id(JsonNode entry) {
    return entry.path("id").asText();
  }

  private static JsonNode read(String resource) {
    try (InputStream in = PublishedCases.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
