package io.retrykit.examples.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what Netty decoded into a {@link ReceivedRequest}. */
final class RequestReader {
  // greedy: a model id may be an ARN, which has slashes of its own once decoded
  private static final Pattern MODEL_PATH = Pattern.compile("/model/(.+)/([^/]+)");

  private RequestReader() {}

  static ReceivedRequest read(FullHttpRequest message) {
    Matcher path = MODEL_PATH.matcher(path(message.uri()));
    boolean forModel = path.matches() && message.method().equals(HttpMethod.POST);
    return new ReceivedRequest(
        forModel ? path.group(1) : "",
        forModel ? path.group(2) : "",
        message.content().toString(UTF_8),
        headers(message));
  }

  private static String path(String uri) {
    try {
      return new QueryStringDecoder(uri).path();
    } catch (IllegalArgumentException brokenEscape) {
      return "";
    }
  }

  private static Map<String, String> headers(FullHttpRequest message) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : message.headers()) {
      headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
    }
    return headers;
  }
}
