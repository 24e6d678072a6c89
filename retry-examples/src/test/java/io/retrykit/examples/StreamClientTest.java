package io.retrykit.examples;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.async.AsyncRetry;
import io.retrykit.async.GapTimeoutException;
import io.retrykit.async.IncompleteStreamException;
import io.retrykit.async.RetryStream;
import io.retrykit.async.StreamIterator;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.examples.bedrock.Deltas;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/**
 * The real client's event streams, over real sockets, in real time: broken in every way, and never a piece of text twice,
 * nor a silent success.
 */
@Timeout(120)
class StreamClientTest {
  private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";
  private static final Deltas WHOLE = Deltas.of("one ", "two ", "three");

  private static final SdkAsyncHttpClient SOCKETS = BedrockClients.sockets();

  private final EmbeddedBedrock server = EmbeddedBedrock.start();
  private final BedrockRuntimeAsyncClient client =
      BedrockClients.embeddedAsync(server.endpoint(), SOCKETS);
  private final List<String> got = new ArrayList<>();

  @AfterAll
  static void closeSockets() {
    SOCKETS.close();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .name("claude")
        .maxAttempts(4)
        .backoff(Backoff.fixed(ofMillis(5)))
        .throttledBackoff(Backoff.fixed(ofMillis(5)));
  }

  private RetryStream<String> stream(RetryPolicyBuilder policy) {
    return AsyncRetry.with(policy.build()).stream(() -> new ClaudeStream(client, MODEL, "why?"));
  }

  private @Nullable Throwable read(RetryStream<String> stream) {
    Throwable thrown = catchThrowable(() -> {
      try (Stream<String> elements = stream.elements()) {
        elements.forEach(got::add);
      }
    });
    return thrown instanceof UncheckedIOException checked ? checked.getCause() : thrown;
  }

  @Test
  void stream_thatNeverFails_isDelivered() {
    server.enqueue(Reply.stream(WHOLE));
    assertThat(read(stream(policy()))).isNull();
    assertThat(got).containsExactly("one ", "two ", "three");
  }

  @Test
  void stream_throttledAtTheStart_isBegunAgain() {
    server.enqueue(
        Reply.throttled(),
        Reply.stream(Deltas.of().thenException("throttlingException", "slow down")),
        Reply.reset(),
        Reply.stream(WHOLE));
    assertThat(read(stream(policy()))).isNull();
    assertThat(got).containsExactly("one ", "two ", "three");
    assertThat(server.requestCount()).isEqualTo(4);
  }

  @Test
  void stream_throttledForEver_endsWithTheLastExceptionItself() {
    server.always(Reply.throttled());
    assertThat(read(stream(policy()))).isExactlyInstanceOf(ThrottlingException.class);
    assertThat(got).isEmpty();
    assertThat(server.requestCount()).isEqualTo(4);
  }

  static Stream<Arguments> breaks() {
    Deltas two = Deltas.of("one ", "two ");
    return Stream.of(
        Arguments.of(two.thenException("throttlingException", "no"), ThrottlingException.class),
        Arguments.of(
            two.thenException("internalServerException", "no"), InternalServerException.class),
        Arguments.of(
            two.thenException("modelStreamErrorException", "no"), ModelStreamErrorException.class),
        Arguments.of(two.thenClose(), IncompleteStreamException.class),
        Arguments.of(two.thenCloseInAFrame(), IncompleteStreamException.class));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void stream_brokenInTheMiddle_failsWithThat_afterWhatCame(
      Deltas broken, Class<? extends Throwable> failure) {
    server.enqueue(Reply.stream(broken), Reply.stream(WHOLE));
    assertThat(read(stream(policy()))).isInstanceOf(failure);
    assertThat(got).containsExactly("one ", "two ");
    assertThat(server.requestCount()).isEqualTo(1);
  }

  /** Here the machine may drop what was sent and not yet taken. */
  @Test
  void stream_resetInTheMiddle_fails_afterWhatCame_orIsBegunAgainIfNothingDid() {
    server.enqueue(Reply.stream(Deltas.of("one ", "two ").thenReset()), Reply.stream(WHOLE));
    @Nullable Throwable thrown = read(stream(policy()));
    if (thrown == null) {
      assertThat(got).containsExactly("one ", "two ", "three");
      assertThat(server.requestCount()).isEqualTo(2);
    } else {
      assertThat(thrown).isInstanceOf(IOException.class);
      assertThat(List.of("one ", "two ")).startsWith(got.toArray(String[]::new));
      assertThat(server.requestCount()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void stream_brokenInTheMiddle_isGoneOnWith(Deltas broken) {
    server.enqueue(Reply.stream(broken), Reply.throttled(), Reply.stream(Deltas.of("three")));
    RetryStream<String> resumed = stream(policy())
        .resumeWith((delivered, last, failure) ->
            new ClaudeStream(client, MODEL, "go on after " + delivered + ": " + last));
    assertThat(read(resumed)).isNull();
    assertThat(got).containsExactly("one ", "two ", "three");
    assertThat(server.requests().get(2).body()).contains("go on after 2: two ");
  }

  @Test
  void silence_beforeTheFirstPiece_isAnAttemptThatTookTooLong() throws Exception {
    server.enqueue(Reply.stream(Deltas.of().thenSilence()), Reply.stream(WHOLE));
    assertThat(read(stream(policy().attemptTimeout(ofMillis(500))))).isNull();
    assertThat(got).containsExactly("one ", "two ", "three");
    assertThat(server.awaitHangUps(1, ofMinutes(1))).isTrue();
  }

  @Test
  void silence_everyTime_endsWithThat() {
    server.always(Reply.blackHole());
    RetryPolicyBuilder impatient = policy().maxAttempts(2).attemptTimeout(ofMillis(200));
    assertThat(read(stream(impatient))).isExactlyInstanceOf(AttemptTimeoutException.class);
    assertThat(server.requestCount()).isEqualTo(2);
  }

  @Test
  void silence_inTheMiddle_isAGapThatTookTooLong() throws Exception {
    server.enqueue(Reply.stream(Deltas.of("one ").thenSilence()));
    assertThat(read(stream(policy()).gapTimeout(ofMillis(300))))
        .isInstanceOf(GapTimeoutException.class);
    assertThat(got).containsExactly("one ");
    assertThat(server.awaitHangUps(1, ofMinutes(1))).isTrue();
  }

  /** Of ten million bytes a reader of one piece makes the server send what fits between them, and no more. */
  @Test
  void slowReader_holdsBackTheServer() throws Exception {
    int pieces = 10_000;
    String[] large = new String[pieces];
    Arrays.fill(large, "x".repeat(1_000));
    server.enqueue(Reply.stream(Deltas.of(large)));
    try (StreamIterator<String> iterator = stream(policy()).iterator()) {
      iterator.next();
      long sent = settled();
      assertThat(sent).isLessThan(pieces);
      int read = 1;
      while (iterator.hasNext()) {
        assertThat(iterator.next()).hasSize(1_000);
        read++;
      }
      assertThat(read).isEqualTo(pieces);
      assertThat(server.framesSent()).isGreaterThan(pieces);
    }
  }

  /** Returns how many frames the server has sent when it sends no more. */
  private long settled() throws InterruptedException {
    long before = -1;
    long now = server.framesSent();
    while (now != before) {
      Thread.sleep(500);
      before = now;
      now = server.framesSent();
    }
    return now;
  }

  @Test
  void closing_hangsUpOnTheServer() throws Exception {
    server.enqueue(Reply.stream(Deltas.of("one ").thenSilence()));
    try (StreamIterator<String> iterator = stream(policy()).iterator()) {
      assertThat(iterator.next()).isEqualTo("one ");
      assertThat(server.hangUps()).isZero();
    }
    assertThat(server.awaitHangUps(1, ofMinutes(1))).isTrue();
    assertThat(server.requestCount()).isEqualTo(1);
  }
}
