package io.retrykit.examples.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrykit.Retry;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/**
 * Answers turn by turn. A turn may take several calls of the model, with a tool used between them; each is retried, and
 * each attempt of it sends the same messages. The conversation grows only by whole turns. For one thread.
 */
final class Agent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_CALLS = 8;
  private static final String SYSTEM =
      "Answer in a sentence. For anything that has to be computed use the calculator.";

  private final BedrockRuntimeClient client;
  private final String model;
  private final Retry retry;
  private Conversation conversation;

  /** Goes on with a conversation. */
  Agent(BedrockRuntimeClient client, String model, Retry retry, Conversation conversation) {
    this.client = client;
    this.model = model;
    this.retry = retry;
    this.conversation = conversation;
  }

  Conversation conversation() {
    return conversation;
  }

  /**
   * Says something, and returns the answer. What it throws leaves the conversation as it was.
   *
   * @throws IllegalStateException if the model wants a tool again and again
   */
  String turn(String text) throws JsonProcessingException {
    Conversation draft = conversation.plusUser(text);
    for (int call = 0; call < MOST_CALLS; call++) {
      JsonNode answer = ask(draft);
      draft = draft.plus("assistant", answer.path("content"));
      if (!answer.path("stop_reason").asText().equals("tool_use")) {
        conversation = draft;
        return textOf(answer.path("content"));
      }
      draft = draft.plus("user", used(answer.path("content")));
    }
    throw new IllegalStateException("no answer after " + MOST_CALLS + " calls");
  }

  private JsonNode ask(Conversation draft) throws JsonProcessingException {
    SdkBytes body = SdkBytes.fromByteArray(body(draft));
    InvokeModelResponse response = retry.call(() -> client.invokeModel(
        request -> request.modelId(model).contentType("application/json").body(body)));
    return JSON.readTree(response.body().asUtf8String());
  }

  private static byte[] body(Conversation draft) {
    ObjectNode body = JSON.createObjectNode()
        .put("anthropic_version", "bedrock-2023-05-31")
        .put("max_tokens", 512)
        .put("system", SYSTEM);
    body.set("messages", draft.toJson());
    ObjectNode tool = body.putArray("tools")
        .addObject()
        .put("name", "calculator")
        .put("description", "Computes an expression of + - * / and parentheses.");
    ObjectNode schema = tool.putObject("input_schema").put("type", "object");
    schema.putObject("properties").putObject("expression").put("type", "string");
    schema.putArray("required").add("expression");
    return body.toString().getBytes(UTF_8);
  }

  /** Uses each tool that is asked for; what goes wrong is the model's to read. */
  private static ArrayNode used(JsonNode content) {
    ArrayNode results = JSON.createArrayNode();
    for (JsonNode block : content) {
      if (block.path("type").asText().equals("tool_use")) {
        ObjectNode result = results
            .addObject()
            .put("type", "tool_result")
            .put("tool_use_id", block.path("id").asText());
        try {
          result.put("content", use(block));
        } catch (IllegalArgumentException wrong) {
          result.put("content", wrong.getMessage()).put("is_error", true);
        }
      }
    }
    return results;
  }

  private static String use(JsonNode block) {
    String tool = block.path("name").asText();
    if (!tool.equals("calculator")) {
      throw new IllegalArgumentException("there is no tool " + tool);
    }
    return Calculator.of(block.path("input").path("expression").asText());
  }

  private static String textOf(JsonNode content) {
    StringBuilder text = new StringBuilder();
    for (JsonNode block : content) {
      text.append(block.path("text").asText());
    }
    return text.toString();
  }
}
