package io.retrykit.examples.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.FullHttpResponse;

/** InvokeModel, answered in the form of the Anthropic Messages API. */
final class InvokeModel implements Operation {

  @Override
  public String name() {
    return "invoke";
  }

  @Override
  public void answer(Exchange exchange, String text) {
    ObjectNode block = Json.object().put("type", "text").put("text", text);
    send(exchange, block, "end_turn", Prompt.tokens(text));
  }

  /** Answers with the wish to have a tool used. */
  static void askForTool(Exchange exchange, String tool, JsonNode input) {
    ObjectNode block = Json.object()
        .put("type", "tool_use")
        .put("id", "toolu_" + exchange.id())
        .put("name", tool);
    block.set("input", input);
    send(exchange, block, "tool_use", Prompt.tokens(input.toString()));
  }

  private static void send(Exchange exchange, ObjectNode block, String stopReason, int output) {
    int input = Prompt.tokens(Prompt.of(exchange.request().body()));
    ObjectNode message = Json.object();
    message.put("id", "msg_bdrk_" + exchange.id());
    message.put("type", "message");
    message.put("role", "assistant");
    message.put("model", exchange.request().modelId());
    message.putArray("content").add(block);
    message.put("stop_reason", stopReason);
    message.putObject("usage").put("input_tokens", input).put("output_tokens", output);

    FullHttpResponse response = Responses.json(200, message);
    response.headers().set("x-amzn-Bedrock-Input-Token-Count", input);
    response.headers().set("x-amzn-Bedrock-Output-Token-Count", output);
    exchange.send(response);
  }
}
