package io.retrykit.examples.bedrock;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the connection itself, where the real client would hide it. */
class WireTest {
  private static final String INVOKE = "POST /model/anthropic.claude-v2%3A1/invoke HTTP/1.1\r\n";

  @AutoClose
  final EmbeddedBedrock server = EmbeddedBedrock.start();

  @Test
  void invoke_twiceOnOneConnection_isAnsweredTwice() throws IOException {
    String answers = exchange(INVOKE
        + "Content-Length: 2\r\n\r\n{}"
        + INVOKE
        + "Content-Length: 2\r\nConnection: close\r\n\r\n{}");

    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    assertThat(server.requests())
        .extracting(ReceivedRequest::modelId)
        .containsExactly("anthropic.claude-v2:1", "anthropic.claude-v2:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /model/anthropic.claude/invoke",
        "POST /",
        "POST /model/anthropic.claude",
        "POST /model//invoke",
        "POST /model/anthropic.claude/sing",
        "POST /model/%zz/invoke"
      })
  void request_forNoKnownOperation_isRefusedInAwsForm(String line) throws IOException {
    String answer = exchange(line + " HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 404 Not Found\r\n")
        .containsIgnoringCase("\r\nx-amzn-ErrorType: UnknownOperationException\r\n")
        .containsIgnoringCase("\r\nx-amzn-RequestId: ")
        .contains("{\"message\":\"Only POST /model/{modelId}/");
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void request_withAnArnForAModel_isReadWhole() throws IOException {
    exchange("POST /model/arn%3Aaws%3Abedrock%2Fa+b/invoke HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertThat(server.requests())
        .extracting(ReceivedRequest::modelId)
        .containsExactly("arn:aws:bedrock/a+b");
  }

  @Test
  void request_withAHeaderTwice_keepsTheFirstInLowerCase() throws IOException {
    exchange(INVOKE + "X-Twice: 1\r\nx-twice: 2\r\nConnection: close\r\n\r\n");

    assertThat(server.requests().get(0).headers()).containsEntry("x-twice", "1");
  }

  @Test
  void cutBody_afterThreeBytes_announcesMoreThanItSends() throws IOException {
    server.enqueue(Reply.cutBody(3));

    String answer = exchange(INVOKE + "Content-Length: 2\r\n\r\n{}");

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n{\"i");
    assertThat(answer).containsPattern("(?i)content-length: [1-9][0-9]{2}\r\n");
  }

  @Test
  void close_insteadOfAnAnswer_endsTheStream() throws IOException {
    server.enqueue(Reply.close());

    assertThat(exchange(INVOKE + "Content-Length: 2\r\n\r\n{}")).isEmpty();
  }

  @Test
  void reset_insteadOfAnAnswer_breaksTheStream() {
    server.enqueue(Reply.reset());

    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> exchange(INVOKE + "Content-Length: 2\r\n\r\n{}"))
        .withMessageContaining("reset");
  }

  /** Sends these bytes over one connection and returns what comes back until its end. */
  private String exchange(String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(bytes.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
