package io.retrykit.examples;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.throttle.RateLimits;
import io.retrykit.time.VirtualTimebase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/** The preset on the real client over real sockets, with nothing said beyond it; only the pauses are virtual. */
class RateLimitedClientTest {
  private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";

  private final EmbeddedBedrock server = EmbeddedBedrock.start();
  private final BedrockRuntimeClient client = BedrockClients.embedded(server.endpoint());
  private final Claude claude = new Claude(client, MODEL);
  private final VirtualTimebase time = VirtualTimebase.create();
  private final RetryPolicy policy =
      RateLimits.policy().toBuilder().timebase(time).build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private Throwable failed(RetryPolicy with) {
    return catchThrowable(() -> Retry.with(with).call(() -> claude.ask("why?")));
  }

  /** SPEC 7.1, 17.5: the pauses of the preset, moved up to what the server asks for, and spread above it. */
  @Test
  void call_throttledWithRetryAfter_waitsAtLeastThatLongEachTime() throws Exception {
    server.enqueue(
        Reply.throttled().retryAfter("7"),
        Reply.throttled().retryAfter("3"),
        Reply.throttled(),
        Reply.throttled().retryAfter("30"),
        Reply.text("at last"));
    assertThat(Retry.with(policy).call(() -> claude.ask("why?"))).isEqualTo("at last");
    assertThat(server.requestCount()).isEqualTo(5);
    assertThat(time.sleeps()).hasSize(4);
    assertThat(time.sleeps().get(0)).isBetween(ofSeconds(7), ofSeconds(9));
    assertThat(time.sleeps().get(1)).isBetween(ofSeconds(3), ofSeconds(7));
    assertThat(time.sleeps().get(2)).isBetween(ofSeconds(4), ofSeconds(12));
    assertThat(time.sleeps().get(3)).isBetween(ofSeconds(30), ofSeconds(46));
  }

  @Test
  void call_retryAfterAsADate_isReadAgainstTheServersOwnClock() throws Exception {
    server.enqueue(
        Reply.throttled()
            .header("Date", "Wed, 21 Oct 2015 07:28:00 GMT")
            .retryAfter("Wed, 21 Oct 2015 07:28:40 GMT"),
        Reply.text("rested"));
    assertThat(Retry.with(policy).call(() -> claude.ask("why?"))).isEqualTo("rested");
    assertThat(time.sleeps().get(0)).isBetween(ofSeconds(40), ofSeconds(42));
  }

  @Test
  void call_throttledForEver_endsWithTheSdksOwnException() {
    server.always(Reply.throttled());
    assertThat(failed(policy)).isInstanceOf(ThrottlingException.class);
    assertThat(server.requestCount()).isEqualTo(5);
  }

  @Test
  void call_unavailableButNotThrottled_isNotRetried() {
    server.always(Reply.serviceUnavailable());
    assertThat(failed(policy)).isInstanceOf(ServiceUnavailableException.class);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  /** SPEC 17.3. */
  @Test
  void call_quotaOfTheDayUsedUp_givesUpAndSaysWhy() {
    server.always(Reply.error(
        429, "ThrottlingException", "Too many tokens per day, please wait before trying again."));
    List<RetryEvent> events = new ArrayList<>();
    RetryPolicy watched = policy.toBuilder().listener(events::add).build();
    assertThat(failed(watched)).isInstanceOf(ThrottlingException.class);
    assertThat(server.requestCount()).isEqualTo(1);
    assertThat(events)
        .filteredOn(event -> event.type() == RetryEvent.Type.GAVE_UP)
        .singleElement()
        .extracting(RetryEvent::detail)
        .isEqualTo("the quota is used up for longer than a retry waits");
  }

  @Test
  void call_policyThatSaysWhatToRetry_isWidenedByTheClassifierAlone() throws Exception {
    server.enqueue(Reply.throttled().retryAfter("7"));
    RetryPolicy narrow =
        RetryPolicy.builder().retryOn(IOException.class).timebase(time).build();
    assertThat(failed(narrow)).isInstanceOf(ThrottlingException.class);
    RetryPolicy wide = narrow.toBuilder().classifier(RateLimits.classifier()).build();
    server.enqueue(Reply.throttled().retryAfter("7"), Reply.text("at last"));
    assertThat(Retry.with(wide).call(() -> claude.ask("why?"))).isEqualTo("at last");
  }

  /** SPEC 17.6. */
  @Test
  void call_serverSaysNotToRetry_isObeyed() {
    server.always(Reply.throttled().header("x-should-retry", "false"));
    assertThat(failed(policy)).isInstanceOf(ThrottlingException.class);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  /** CO-12: with the SDK's own retries left on, attempts multiply, and the log says so, once. */
  @Test
  void call_sdkRetriesLeftOn_multiplyAndAreNoticed() {
    server.always(Reply.throttled());
    StandardRetryStrategy twice = StandardRetryStrategy.builder()
        .maxAttempts(2)
        .retryOnException(failure -> true)
        .backoffStrategy(BackoffStrategy.retryImmediately())
        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
        .build();
    RetryPolicy noticed = policy.toBuilder().name("multiplied").build();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (BedrockRuntimeClient retrying = BedrockRuntimeClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(server.endpoint())
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(o -> o.retryStrategy(twice))
        .build()) {
      Claude impatient = new Claude(retrying, MODEL);
      Retry retry = Retry.with(noticed);
      assertThat(catchThrowable(() -> retry.call(() -> impatient.ask("why?"))))
          .isInstanceOf(ThrottlingException.class);
      assertThat(catchThrowable(() -> retry.call(() -> impatient.ask("why?"))))
          .isInstanceOf(ThrottlingException.class);
    } finally {
      System.setErr(before);
    }
    assertThat(server.requestCount()).isEqualTo(2 * 5 * 2);
    assertThat(log.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("retries multiply")))
        .singleElement()
        .asString()
        .contains("multiplied: retries multiply: the client reports 2 attempts of its own for one "
            + "of ours: up to 10 in all");
  }
}
