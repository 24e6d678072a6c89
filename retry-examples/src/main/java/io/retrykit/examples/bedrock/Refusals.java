package io.retrykit.examples.bedrock;

import java.util.Optional;
import java.util.regex.Pattern;

/** What the service refuses on its own, whatever the script says. */
final class Refusals {
  private static final Pattern KNOWN_MODEL =
      Pattern.compile("((us|us-gov|eu|apac|jp|au|ca|global)\\.)?"
          + "(ai21|amazon|anthropic|cohere|deepseek|meta|mistral|openai|qwen|stability|writer)"
          + "\\..+");

  private Refusals() {}

  /** Returns the error for a request that gets no further, or empty for one that does. */
  static Optional<Reply> of(ReceivedRequest request) {
    if (Operations.named(request.operation()).isEmpty()) {
      return Optional.of(Reply.error(
          404,
          "UnknownOperationException",
          "Only POST /model/{modelId}/ followed by one of these is served here: "
              + String.join(", ", Operations.names())));
    }
    if (!KNOWN_MODEL.matcher(request.modelId()).matches()) {
      return Optional.of(Reply.error(
          404,
          "ResourceNotFoundException",
          "Could not resolve the foundation model from the provided model identifier: "
              + request.modelId()));
    }
    if (Json.parse(request.body()).isEmpty()) {
      return Optional.of(Reply.error(
          400,
          "ValidationException",
          "Malformed input request, please reformat your input and try again."));
    }
    return Optional.empty();
  }
}
