package io.retrykit.examples.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import java.util.StringTokenizer;

/** What a request asks the model: the text of its last message. */
final class Prompt {
  private Prompt() {}

  /** Returns the prompt of a body, or the empty string if there is none. */
  static String of(String body) {
    JsonNode messages = Json.parse(body).map(json -> json.path("messages")).orElse(Json.object());
    JsonNode content = messages.path(messages.size() - 1).path("content");
    if (content.isTextual()) {
      return content.asText();
    }
    StringJoiner text = new StringJoiner("\n");
    for (JsonNode block : content) {
      if (block.path("text").isTextual()) {
        text.add(block.path("text").asText());
      }
    }
    return text.toString();
  }

  /** Returns the answer to a body for which the script has no text of its own. */
  static String echo(String body) {
    return "You asked: " + of(body);
  }

  /** Counts tokens as words: no model's count, but the same one on every run. */
  static int tokens(String text) {
    return new StringTokenizer(text).countTokens();
  }
}
