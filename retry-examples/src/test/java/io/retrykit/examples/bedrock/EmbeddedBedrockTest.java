package io.retrykit.examples.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/** What the server promises while nothing goes wrong. */
class EmbeddedBedrockTest {
  @AutoClose
  final EmbeddedBedrock server = EmbeddedBedrock.start();

  @AutoClose
  final Caller caller = Caller.patient(server);

  @Test
  void invoke_withoutScript_repeatsThePrompt() {
    assertThat(caller.ask("Why is the sky blue?")).isEqualTo("You asked: Why is the sky blue?");
  }

  @Test
  void invoke_withPromptInBlocks_repeatsTheTextOfTheLastMessage() {
    String body = """
        {"messages": [
          {"role": "user", "content": "first"},
          {"role": "user", "content": [
            {"type": "text", "text": "see"}, {"type": "image"}, {"type": "text", "text": "this"}]}
        ]}""";

    InvokeModelResponse response = caller.invoke(Caller.MODEL, body);

    assertThat(Caller.text(response)).isEqualTo("You asked: see\nthis");
  }

  @Test
  void invoke_withoutMessages_isAnsweredAllTheSame() {
    assertThat(Caller.text(caller.invoke(Caller.MODEL, "{}"))).isEqualTo("You asked: ");
  }

  @Test
  void invoke_answered_hasTheFormOfTheMessagesApi() {
    server.enqueue(Reply.text("Rayleigh scattering."));

    InvokeModelResponse response = caller.invoke(Caller.MODEL, Caller.body("Why blue then?"));

    JsonNode json = Json.parse(response.body().asUtf8String()).orElseThrow();
    assertThat(json).hasToString("""
            {"id":"msg_bdrk_00000000-0000-0000-0000-000000000001","type":"message",\
            "role":"assistant","model":"us.anthropic.claude-sonnet-4-20250514-v1:0",\
            "content":[{"type":"text","text":"Rayleigh scattering."}],\
            "stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}}""");
    assertThat(response.contentType()).isEqualTo("application/json");
    assertThat(response.responseMetadata().requestId())
        .isEqualTo("00000000-0000-0000-0000-000000000001");
    assertThat(header(response, "X-Amzn-Bedrock-Input-Token-Count")).containsExactly("3");
    assertThat(header(response, "X-Amzn-Bedrock-Output-Token-Count")).containsExactly("2");
  }

  @Test
  void invoke_withTextBeyondAscii_arrivesUnharmed() {
    server.enqueue(Reply.text("Grüße, 世界 🌍"), Reply.echo());

    assertThat(caller.ask("ignored")).isEqualTo("Grüße, 世界 🌍");
    assertThat(caller.ask("naïve – 🌍")).isEqualTo("You asked: naïve – 🌍");
  }

  @Test
  void enqueue_severalReplies_areGivenInOrderThenTheDefault() {
    server.enqueue(Reply.text("one"), Reply.text("two"));
    server.enqueue(Reply.text("three"));

    assertThat(List.of(caller.ask("a"), caller.ask("b"), caller.ask("c"), caller.ask("d")))
        .containsExactly("one", "two", "three", "You asked: d");
  }

  @Test
  void always_withQueuedReplies_comesAfterThem() {
    server.always(Reply.text("always"));
    server.enqueue(Reply.text("first"));

    assertThat(List.of(caller.ask("a"), caller.ask("b"), caller.ask("c")))
        .containsExactly("first", "always", "always");
  }

  @Test
  void respondWith_aFunction_seesTheRequest() {
    server.respondWith(request -> Reply.text(request.operation() + " on " + request.modelId()));

    assertThat(caller.ask("a")).isEqualTo("invoke on " + Caller.MODEL);
  }

  @Test
  void header_onAnAnswer_reachesTheClient() {
    server.enqueue(Reply.text("hi").header("X-Extra", "1").header("x-extra", "2"));

    InvokeModelResponse response = caller.invoke(Caller.MODEL, "{}");

    assertThat(header(response, "X-Extra")).containsExactly("2");
  }

  @Test
  void requests_afterSomeCalls_tellWhatArrivedInOrder() {
    caller.ask("one");
    caller.ask("two");

    assertThat(server.requestCount()).isEqualTo(2);
    assertThat(server.requests())
        .extracting(ReceivedRequest::body)
        .containsExactly(Caller.body("one"), Caller.body("two"));
    ReceivedRequest first = server.requests().get(0);
    assertThat(first.modelId()).isEqualTo(Caller.MODEL);
    assertThat(first.operation()).isEqualTo("invoke");
    assertThat(first.headers()).containsEntry("content-type", "application/json");
    assertThat(first.header("AMZ-SDK-Request")).contains("attempt=1; max=1");
    assertThat(first.header("x-nowhere")).isEmpty();
  }

  @Test
  void requests_heldByTheCaller_doNotChange() {
    List<ReceivedRequest> before = server.requests();

    caller.ask("one");

    assertThat(before).isEmpty();
  }

  @Test
  void endpoint_ofARunningServer_namesItsPort() {
    assertThat(server.port()).isPositive();
    assertThat(server.endpoint()).hasToString("http://127.0.0.1:" + server.port());
  }

  @Test
  void start_onATakenPort_failsNamingThePort() {
    assertThatIllegalStateException()
        .isThrownBy(() -> EmbeddedBedrock.start(server.port()))
        .withMessageStartingWith("cannot listen on 127.0.0.1, port " + server.port())
        .withCauseInstanceOf(BindException.class);
  }

  @Test
  void start_onAPortOutOfRange_isRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbeddedBedrock.start(65_536))
        .withMessage("port must be 0 to 65535, was 65536");
  }

  @Test
  void start_onThePortOfAClosedServer_takesItsPlace() {
    caller.ask("leaves a pooled connection behind");
    server.close();

    try (EmbeddedBedrock next = EmbeddedBedrock.start(server.port());
        Caller again = Caller.patient(next)) {
      assertThat(again.ask("hi")).isEqualTo("You asked: hi");
    }
  }

  @Test
  void close_twice_isHarmless() {
    server.close();
    server.close();
  }

  private static List<String> header(InvokeModelResponse response, String name) {
    return response.sdkHttpResponse().matchingHeaders(name);
  }
}
