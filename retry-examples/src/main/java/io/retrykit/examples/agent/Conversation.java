package io.retrykit.examples.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The messages of a conversation, in the form of the Anthropic Messages API. Immutable: adding makes another one. */
final class Conversation {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> messages;

  private Conversation(List<JsonNode> messages) {
    this.messages = List.copyOf(messages);
  }

  static Conversation empty() {
    return new Conversation(List.of());
  }

  /** Returns this one and what a role says; the content is a text, or a list of blocks. */
  Conversation plus(String role, JsonNode content) {
    List<JsonNode> more = new ArrayList<>(messages);
    ObjectNode message = JSON.createObjectNode().put("role", role);
    message.set("content", content);
    more.add(message);
    return new Conversation(more);
  }

  /** Returns this one and what the user says. */
  Conversation plusUser(String text) {
    return plus("user", JSON.getNodeFactory().textNode(text));
  }

  /** Returns how many messages there are. */
  int size() {
    return messages.size();
  }

  /** Returns the messages as they are sent. */
  ArrayNode toJson() {
    return JSON.createArrayNode().addAll(messages);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is something else; the message says what is wrong
   */
  static Conversation of(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("is not JSON: " + broken.getOriginalMessage(), broken);
    }
    if (!json.isArray()) {
      throw new IllegalArgumentException("is no list of messages");
    }
    List<JsonNode> messages = new ArrayList<>();
    for (JsonNode message : json) {
      String role = message.path("role").asText();
      String expected = messages.size() % 2 == 0 ? "user" : "assistant";
      if (!role.equals(expected) || message.path("content").isMissingNode()) {
        throw new IllegalArgumentException(
            "has no message of the " + expected + " at place " + messages.size());
      }
      messages.add(message);
    }
    if (messages.size() % 2 != 0) {
      throw new IllegalArgumentException("ends with a question that nobody answered");
    }
    return new Conversation(messages);
  }
}
