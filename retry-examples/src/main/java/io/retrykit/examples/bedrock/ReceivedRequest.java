package io.retrykit.examples.bedrock;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it arrived. Immutable.
 *
 * @param modelId the model id, percent-decoded; empty if the path names none
 * @param operation the last part of the path, such as {@code invoke}; empty if the request is no
 *     {@code POST} to a model
 * @param body the body as UTF-8 text
 * @param headers the first value of each header, by lower-case name, in the order they came
 */
public record ReceivedRequest(
    String modelId, String operation, String body, Map<String, String> headers) {

  /** Copies the headers. */
  public ReceivedRequest {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Returns the first value of the named header; the case of the name does not matter. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
