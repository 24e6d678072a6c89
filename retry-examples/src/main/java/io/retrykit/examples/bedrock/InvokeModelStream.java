package io.retrykit.examples.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** InvokeModelWithResponseStream, in the events of the Anthropic Messages API. */
final class InvokeModelStream implements Operation {
  static final String NAME = "invoke-with-response-stream";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void answer(Exchange exchange, String text) {
    stream(exchange, Deltas.of(text.split("(?<= )")));
  }

  /** Streams the pieces, as the client takes them, and ends as it is told. */
  static void stream(Exchange exchange, Deltas deltas) {
    Stream<ByteBuf> begin = beginning(exchange).stream().map(Frames::chunk);
    Stream<ByteBuf> texts =
        deltas.texts().stream().map(InvokeModelStream::delta).map(Frames::chunk);
    exchange.beginStream();
    exchange.stream(frames(Stream.concat(begin, texts), deltas), () -> end(exchange, deltas));
  }

  private static Iterator<ByteBuf> frames(Stream<ByteBuf> begun, Deltas deltas) {
    Stream<ByteBuf> end = switch (deltas.end()) {
      case WHOLE -> ending().stream().map(Frames::chunk);
      case EXCEPTION -> Stream.of(Frames.exception(deltas.type(), deltas.message()));
      case CLOSE_IN_A_FRAME -> {
        ByteBuf frame = Frames.chunk(delta("never whole"));
        yield Stream.of(frame.slice(0, frame.readableBytes() / 2));
      }
      default -> Stream.empty();
    };
    return Stream.concat(begun, end).iterator();
  }

  private static void end(Exchange exchange, Deltas deltas) {
    switch (deltas.end()) {
      case WHOLE, EXCEPTION -> exchange.endStream();
      case RESET -> exchange.reset();
      case CLOSE, CLOSE_IN_A_FRAME -> exchange.close();
      case SILENCE -> {}
    }
  }

  private static List<JsonNode> beginning(Exchange exchange) {
    int input = Prompt.tokens(Prompt.of(exchange.request().body()));
    ObjectNode start = event("message_start");
    start
        .putObject("message")
        .put("id", "msg_bdrk_" + exchange.id())
        .put("type", "message")
        .put("role", "assistant")
        .put("model", exchange.request().modelId())
        .putObject("usage")
        .put("input_tokens", input);
    ObjectNode block = event("content_block_start").put("index", 0);
    block.putObject("content_block").put("type", "text").put("text", "");
    return List.of(start, block);
  }

  private static ObjectNode delta(String text) {
    ObjectNode delta = event("content_block_delta").put("index", 0);
    delta.putObject("delta").put("type", "text_delta").put("text", text);
    return delta;
  }

  private static List<JsonNode> ending() {
    ObjectNode message = event("message_delta");
    message.putObject("delta").put("stop_reason", "end_turn");
    return List.of(event("content_block_stop").put("index", 0), message, event("message_stop"));
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }
}
