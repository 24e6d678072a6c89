package io.retrykit.examples.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a prompt: a line of the output file.
 *
 * @param id whose it is
 * @param text the answer; null if there is none
 * @param error why there is none, in a line; null if there is one
 * @param attempts how many attempts were made
 */
record Result(String id, @Nullable String text, @Nullable String error, int attempts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Result answered(String id, String text, int attempts) {
    return new Result(id, text, null, attempts);
  }

  static Result failed(String id, String error, int attempts) {
    return new Result(id, null, error, attempts);
  }

  boolean isAnswered() {
    return text != null;
  }

  /** Returns it as a line, its end included. */
  String line() {
    ObjectNode json = JSON.createObjectNode().put("id", id);
    if (text != null) {
      json.put("text", text);
    } else {
      json.put("error", error);
    }
    return json.put("attempts", attempts) + "\n";
  }

  /** Reads a line; empty if it is none of these, cut in the middle for example. */
  static Optional<Result> of(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      boolean answered = json.path("text").isTextual();
      if (!json.path("id").isTextual() || (!answered && !json.path("error").isTextual())) {
        return Optional.empty();
      }
      int attempts = json.path("attempts").asInt();
      String id = json.get("id").asText();
      return Optional.of(
          answered
              ? answered(id, json.get("text").asText(), attempts)
              : failed(id, json.get("error").asText(), attempts));
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
  }
}
