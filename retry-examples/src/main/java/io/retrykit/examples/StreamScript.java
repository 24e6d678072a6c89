package io.retrykit.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrykit.examples.bedrock.Deltas;
import io.retrykit.examples.bedrock.ReceivedRequest;
import io.retrykit.examples.bedrock.Reply;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * What the embedded server streams: always the same answer, the rest of it to who has begun it, and on the first time it
 * breaks off, if it is told to.
 */
final class StreamScript implements Function<ReceivedRequest, Reply> {
  static final String ANSWER =
      "It may never repeat what was said, nor end as if nothing had happened.";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int breakAfter;
  private final AtomicBoolean broken = new AtomicBoolean();

  StreamScript(int breakAfter) {
    this.breakAfter = breakAfter;
  }

  @Override
  public Reply apply(ReceivedRequest request) {
    String begun = begun(request.body());
    String rest = ANSWER.startsWith(begun) ? ANSWER.substring(begun.length()) : ANSWER;
    String[] pieces = rest.split("(?<= )(?! )");
    if (breakAfter > 0 && broken.compareAndSet(false, true)) {
      String[] some = Arrays.copyOf(pieces, Math.min(breakAfter, pieces.length));
      return Reply.stream(Deltas.of(some).thenClose());
    }
    return Reply.stream(Deltas.of(pieces));
  }

  /** Returns what the answer already has; empty if it is to be begun. */
  private static String begun(String body) {
    try {
      JsonNode messages = JSON.readTree(body).path("messages");
      JsonNode last = messages.path(messages.size() - 1);
      return last.path("role").asText().equals("assistant")
          ? last.path("content").asText()
          : "";
    } catch (JsonProcessingException malformed) {
      return "";
    }
  }
}
