package io.retrykit.examples.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Responses in the form AWS gives them. */
final class Responses {
  private Responses() {}

  static FullHttpResponse json(int status, JsonNode body) {
    FullHttpResponse response = empty(status);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    return response.replace(Unpooled.copiedBuffer(body.toString(), UTF_8));
  }

  static FullHttpResponse error(int status, String type, String message) {
    FullHttpResponse response = json(status, Json.object().put("message", message));
    response.headers().set("x-amzn-ErrorType", type);
    return response;
  }

  static FullHttpResponse empty(int status) {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.EMPTY_BUFFER);
  }
}
