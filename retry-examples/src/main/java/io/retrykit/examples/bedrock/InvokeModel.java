package io.retrykit.examples.bedrock;

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
    int input = Prompt.tokens(Prompt.of(exchange.request().body()));
    int output = Prompt.tokens(text);
    ObjectNode message = Json.object();
    message.put("id", "msg_bdrk_" + exchange.id());
    message.put("type", "message");
    message.put("role", "assistant");
    message.put("model", exchange.request().modelId());
    message.putArray("content").addObject().put("type", "text").put("text", text);
    message.put("stop_reason", "end_turn");
    message.putObject("usage").put("input_tokens", input).put("output_tokens", output);

    FullHttpResponse response = Responses.json(200, message);
    response.headers().set("x-amzn-Bedrock-Input-Token-Count", input);
    response.headers().set("x-amzn-Bedrock-Output-Token-Count", output);
    exchange.send(response);
  }
}
