package io.retrykit.throttle;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.throttle.hint.HeaderSource;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An exception that carries a response, as those of HTTP clients do. */
public final class Refusal extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String code;
  private final transient Map<String, String> headers;
  private final @Nullable String body;

  /** Makes a response: the status, what the exception calls its error code, headers, body, message. */
  public Refusal(
      int status,
      @Nullable String code,
      Map<String, String> headers,
      @Nullable String body,
      @Nullable String message) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.body = body;
  }

  /** Makes the response of a published case. */
  static Refusal of(JsonNode published, int otherwise) {
    Map<String, String> headers = headers(published);
    JsonNode status = published.path("status");
    JsonNode code = published.path("errorCode");
    JsonNode body = published.path("body");
    return new Refusal(
        status.isMissingNode() ? otherwise : status.asInt(),
        code.isMissingNode() ? null : code.asText(),
        headers,
        body.isMissingNode() ? null : body.asText(),
        null);
  }

  static Map<String, String> headers(JsonNode published) {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : published.path("headers").properties()) {
      headers.put(entry.getKey(), entry.getValue().asText());
    }
    return headers;
  }

  static HeaderSource source(JsonNode published) {
    return HeaderSource.of(headers(published));
  }

  /** As most clients call it. */
  public int getStatusCode() {
    return status;
  }

  /** As AWS's first SDK calls it. */
  public @Nullable String getErrorCode() {
    return code;
  }

  /** As most clients call it. */
  public Map<String, String> getHeaders() {
    return headers;
  }

  /** As Spring calls it. */
  public @Nullable String getResponseBodyAsString() {
    return body;
  }
}
