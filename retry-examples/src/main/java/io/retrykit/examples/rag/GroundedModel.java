package io.retrykit.examples.rag;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrykit.examples.bedrock.ReceivedRequest;
import io.retrykit.examples.bedrock.Reply;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the embedded server plays: a model that answers with the first sentence of the first passage, and cites it. */
final class GroundedModel implements Function<ReceivedRequest, Reply> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FIRST = Pattern.compile("\\[1] [^:]*: ([^.]*\\.)");

  @Override
  public Reply apply(ReceivedRequest request) {
    try {
      JsonNode messages = JSON.readTree(request.body()).path("messages");
      Matcher passage = FIRST.matcher(messages.path(0).path("content").asText());
      return Reply.text(passage.find() ? passage.group(1) + " [1]" : "I was given nothing.");
    } catch (JsonProcessingException malformed) {
      return Reply.error(400, "ValidationException", "the body is not JSON");
    }
  }
}
