package io.retrykit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/** A Claude model behind the Bedrock runtime: one prompt in, one text out, no retries. */
public final class Claude {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** How many tokens an answer may have. */
  public static final int MAX_TOKENS = 256;

  private final BedrockRuntimeClient client;
  private final String model;

  Claude(BedrockRuntimeClient client, String model) {
    this.client = client;
    this.model = model;
  }

  String ask(String prompt) throws JsonProcessingException {
    return text(client.invokeModel(request(model, prompt)));
  }

  /** Returns what asks a model. */
  public static InvokeModelRequest request(String model, String prompt) {
    return InvokeModelRequest.builder()
        .modelId(model)
        .contentType("application/json")
        .body(SdkBytes.fromByteArray(body(prompt, "")))
        .build();
  }

  /**
   * Returns a prompt as Claude wants it.
   *
   * @param begun what the answer begins with, for the model to go on from; may be empty
   */
  static byte[] body(String prompt, String begun) {
    ObjectNode body = JSON.createObjectNode();
    body.put("anthropic_version", "bedrock-2023-05-31").put("max_tokens", MAX_TOKENS);
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "user").put("content", prompt);
    if (!begun.isBlank()) { // the API takes no blanks at its end
      messages.addObject().put("role", "assistant").put("content", begun.stripTrailing());
    }
    return body.toString().getBytes(UTF_8);
  }

  /** Returns the text of an answer, where nobody can hear of a checked exception. */
  public static String textOf(InvokeModelResponse response) {
    try {
      return text(response);
    } catch (JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** Returns the text of an answer. */
  static String text(InvokeModelResponse response) throws JsonProcessingException {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : JSON.readTree(response.body().asUtf8String()).path("content")) {
      text.append(part.path("text").asText());
    }
    return text.toString();
  }
}
