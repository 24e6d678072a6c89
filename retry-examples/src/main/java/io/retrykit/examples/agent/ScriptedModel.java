package io.retrykit.examples.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrykit.examples.bedrock.ReceivedRequest;
import io.retrykit.examples.bedrock.Reply;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the embedded server plays: a model that has computed by the tool, knows a name it was told in the messages it is
 * sent, and else says how long the conversation is. It remembers nothing itself.
 */
final class ScriptedModel implements Function<ReceivedRequest, Reply> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("(?i)my name is (\\p{L}+)");
  private static final Pattern EXPRESSION = Pattern.compile("[-(0-9][-+*/(). 0-9]*[0-9)]");

  @Override
  public Reply apply(ReceivedRequest request) {
    try {
      return answer(JSON.readTree(request.body()).path("messages"));
    } catch (JsonProcessingException malformed) {
      return Reply.error(400, "ValidationException", "the body is not JSON");
    }
  }

  private static Reply answer(JsonNode messages) {
    JsonNode said = messages.path(messages.size() - 1).path("content");
    if (said.path(0).path("type").asText().equals("tool_result")) {
      return Reply.text("That is " + said.path(0).path("content").asText() + ".");
    }
    String text = said.asText();
    Matcher expression = EXPRESSION.matcher(text);
    if (expression.find()) {
      return Reply.toolUse(
          "calculator",
          JSON.createObjectNode().put("expression", expression.group()).toString());
    }
    Matcher name = NAME.matcher(text);
    if (name.find()) {
      return Reply.text("Pleased to meet you, " + name.group(1) + ".");
    }
    if (text.toLowerCase(Locale.ROOT).contains("my name")) {
      return Reply.text(nameIn(messages));
    }
    return Reply.text("This is message " + messages.size() + " of our conversation.");
  }

  private static String nameIn(JsonNode messages) {
    for (JsonNode message : messages) {
      Matcher told = NAME.matcher(message.path("content").asText());
      if (told.find()) {
        return "Your name is " + told.group(1) + ".";
      }
    }
    return "You have not told me your name.";
  }
}
