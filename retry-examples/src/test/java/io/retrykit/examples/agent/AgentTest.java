package io.retrykit.examples.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.examples.ExitCode;
import io.retrykit.examples.SeparateJvm;
import io.retrykit.examples.Session;
import io.retrykit.examples.Sessions;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.ReceivedRequest;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.policy.RetryPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

@Timeout(120)
class AgentTest {
  private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";

  @TempDir
  Path folder;

  private final EmbeddedBedrock server = EmbeddedBedrock.start();
  private final Session session = Sessions.of(server);
  private final Retry retry = Retry.with(RetryPolicy.builder()
      .maxAttempts(3)
      .backoff(Backoff.none())
      .throttledBackoff(Backoff.none())
      .build());
  private final Agent agent = new Agent(session.client(), MODEL, retry, Conversation.empty());

  @AfterEach
  void close() {
    session.close();
  }

  private List<String> bodies() {
    return server.requests().stream().map(ReceivedRequest::body).toList();
  }

  @Test
  void turn_remembersTheOnesBefore() throws Exception {
    server.respondWith(new ScriptedModel());
    assertThat(agent.turn("My name is Ada.")).isEqualTo("Pleased to meet you, Ada.");
    assertThat(agent.turn("What is my name?")).isEqualTo("Your name is Ada.");
    assertThat(agent.conversation().size()).isEqualTo(4);
  }

  @Test
  void turn_thatNeedsATool_takesTwoCalls_eachRetriedByItself() throws Exception {
    server.enqueue(
        Reply.throttled(),
        Reply.toolUse("calculator", "{\"expression\": \"6 * 7\"}"),
        Reply.serviceUnavailable(),
        Reply.throttled());
    server.respondWith(new ScriptedModel());
    assertThat(agent.turn("What is six times seven?")).isEqualTo("That is 42.");
    assertThat(bodies()).hasSize(5);
    assertThat(bodies().subList(0, 2)).containsOnly(bodies().get(0));
    assertThat(bodies().subList(2, 5)).containsOnly(bodies().get(2));
    assertThat(bodies().get(2)).contains("\"tool_result\"", "\"content\":\"42\"");
  }

  @Test
  void turn_thatFails_leavesTheConversationAsItWas() throws Exception {
    server.respondWith(new ScriptedModel());
    agent.turn("My name is Ada.");
    server.enqueue(Reply.throttled(), Reply.throttled(), Reply.throttled());
    assertThatThrownBy(() -> agent.turn("Forget it.")).isInstanceOf(ThrottlingException.class);
    assertThat(agent.conversation().size()).isEqualTo(2);
    assertThat(agent.turn("What is my name?")).isEqualTo("Your name is Ada.");
    assertThat(bodies().get(bodies().size() - 1)).doesNotContain("Forget it.");
  }

  @Test
  void tool_thatFails_isTheModelsToRead() throws Exception {
    server.enqueue(Reply.toolUse("abacus", "{}"), Reply.text("I am sorry."));
    assertThat(agent.turn("Count.")).isEqualTo("I am sorry.");
    assertThat(bodies().get(1)).contains("there is no tool abacus", "\"is_error\":true");
  }

  @Test
  void model_thatWantsToolsForEver_isLeft() {
    server.always(Reply.toolUse("calculator", "{\"expression\": \"1\"}"));
    assertThatThrownBy(() -> agent.turn("Loop."))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no answer after 8 calls");
    assertThat(agent.conversation().size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "2 * (3 + 4), 14",
    "1 / 8, 0.125",
    "-2 - -3, 1",
    "10 - 2 - 3, 5",
    "2 * 3 / 4, 1.5",
    "((7)), 7",
    "0.1 + 0.2, 0.3"
  })
  void calculator_computes(String expression, String value) {
    assertThat(Calculator.of(expression)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "1 / 0, cannot divide by zero",
    "2 +, 'not an expression, at character 3: 2+'",
    "(1, 'not an expression, at character 3: (1'",
    "1 2x, 'not an expression, at character 3: 12x'",
    "'', 'not an expression, at character 1: '"
  })
  void calculator_givenWhatIsNoExpression_saysWhere(String expression, String message) {
    assertThatThrownBy(() -> Calculator.of(expression)).hasMessage(message);
  }

  @Test
  void command_answersEachTurn_andGoesOnAnotherTime() throws Exception {
    Path script =
        Files.writeString(folder.resolve("turns"), "My name is Ada.\n\n2 * 21 is what?\n");
    String[] arguments = {
      "agent",
      "--script",
      script.toString(),
      "--save",
      folder.resolve("kept").toString(),
      "--initial-delay",
      "10ms",
      "--retry-after",
      "0"
    };
    SeparateJvm ran = SeparateJvm.run(folder, arguments);
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("model: Pleased to meet you, Ada.", "model: That is 42.")
        .filteredOn(line -> line.contains("once more in"))
        .hasSize(3);

    Files.writeString(script, "What is my name?");
    SeparateJvm again = SeparateJvm.run(folder, arguments);
    assertThat(again.out())
        .contains("model: Your name is Ada.")
        .anyMatch(line -> line.endsWith("going on after 6 messages"));
  }

  @Test
  void command_whoseLastTurnFails_saysSoByItsCode() throws Exception {
    Path script = Files.writeString(folder.resolve("turns"), "Hello?");
    SeparateJvm ran =
        SeparateJvm.run(folder, "agent", "--script", script.toString(), "--max-attempts", "1");
    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out())
        .contains("failed: ThrottlingException: Too many requests, please wait before trying"
            + " again. (the conversation is as it was)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{|is not JSON",
        "{}|is no list of messages",
        "[{\"role\": \"assistant\", \"content\": \"x\"}]|has no message of the user at place 0",
        "[{\"role\": \"user\", \"content\": \"x\"}]|ends with a question that nobody answered"
      })
  void command_givenACorruptFile_saysWhatIsWrong(String text, String message) throws Exception {
    Path kept = Files.write(folder.resolve("kept"), text.getBytes(UTF_8));
    SeparateJvm ran = SeparateJvm.run(folder, "agent", "--save", kept.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).singleElement().asString().startsWith(kept + " " + message);
    assertThat(kept).hasContent(text);
  }

  @Test
  void command_givenNoSuchScript_saysSo() throws Exception {
    SeparateJvm ran = SeparateJvm.run(folder, "agent", "--script", "nowhere");
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).containsExactly("--script nowhere does not exist");
  }
}
