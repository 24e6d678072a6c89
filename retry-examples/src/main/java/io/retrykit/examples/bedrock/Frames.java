package io.retrykit.examples.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Frames of AWS's event stream, as {@code InvokeModelWithResponseStream} sends them. */
final class Frames {
  private Frames() {}

  /** An event of the model: JSON, in base64, in JSON. */
  static ByteBuf chunk(JsonNode event) {
    String bytes = Base64.getEncoder().encodeToString(event.toString().getBytes(UTF_8));
    return frame("event", ":event-type", "chunk", Json.object().put("bytes", bytes));
  }

  /** An exception of the service. */
  static ByteBuf exception(String type, String message) {
    return frame("exception", ":exception-type", type, Json.object().put("message", message));
  }

  private static ByteBuf frame(String kind, String typeHeader, String type, JsonNode payload) {
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    headers.put(":message-type", HeaderValue.fromString(kind));
    headers.put(typeHeader, HeaderValue.fromString(type));
    headers.put(":content-type", HeaderValue.fromString("application/json"));
    return Unpooled.wrappedBuffer(
        new Message(headers, payload.toString().getBytes(UTF_8)).toByteBuffer());
  }
}
