package io.retrykit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.examples.RawServer.Fault;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/**
 * Every fault a connection can have, met by four clients over real sockets, in real time: the AWS SDK's and the JDK's, those that block
 * and those that do not. Each fault is met once and survived; many of them in a row end with what the client says of the last.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WireFaultsTest {
  private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SdkAsyncHttpClient SOCKETS = BedrockClients.sockets();
  private static final HttpClient JDK = HttpClient.newHttpClient();

  @AfterAll
  static void closeSockets() {
    SOCKETS.close();
  }

  /** What the service answered instead; read by its shape. */
  public static final class Refused extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status) {
      super("HTTP status " + status);
      this.status = status;
    }

    /** As many clients call it. */
    public int statusCode() {
      return status;
    }
  }

  enum Client {
    AWS {
      @Override
      String call(URI server, RetryPolicyBuilder policy) throws Exception {
        try (BedrockRuntimeClient client = BedrockClients.embedded(server)) {
          // interrupting a call of this client does not stop it: its own limit does
          InvokeModelRequest request = Claude.request(MODEL, "why?").toBuilder()
              .overrideConfiguration(own -> own.apiCallAttemptTimeout(PATIENCE))
              .build();
          return Retry.with(policy.build()).call(() -> whole(client.invokeModel(request)));
        }
      }
    },
    AWS_ASYNC {
      @Override
      String call(URI server, RetryPolicyBuilder policy) throws Exception {
        try (BedrockRuntimeAsyncClient client = BedrockClients.embeddedAsync(server, SOCKETS)) {
          return AsyncRetry.with(policy.attemptTimeout(PATIENCE).build())
              .call(
                  () -> client.invokeModel(Claude.request(MODEL, "why?")).thenApply(Client::whole))
              .join();
        }
      }
    },
    JDK_BLOCKING {
      @Override
      String call(URI server, RetryPolicyBuilder policy) throws Exception {
        return Retry.with(policy.attemptTimeout(PATIENCE).build())
            .call(() -> text(JDK.send(request(server), HttpResponse.BodyHandlers.ofString(UTF_8))));
      }
    },
    JDK_ASYNC {
      @Override
      String call(URI server, RetryPolicyBuilder policy) {
        return AsyncRetry.with(policy.attemptTimeout(PATIENCE).build())
            .call(() -> JDK.sendAsync(request(server), HttpResponse.BodyHandlers.ofString(UTF_8))
                .thenApply(response -> {
                  try {
                    return text(response);
                  } catch (IOException failed) {
                    throw new CompletionException(failed);
                  }
                }))
            .join();
      }
    };

    abstract String call(URI server, RetryPolicyBuilder policy) throws Exception;

    /** The blocking client takes a head that breaks off, {@code HTTP/1.1 200 O}, for an answer without a body. */
    private static String whole(InvokeModelResponse response) {
      String text = Claude.textOf(response);
      if (text.isEmpty()) {
        throw new UncheckedIOException(new IOException("an answer without a text"));
      }
      return text;
    }

    private static HttpRequest request(URI server) {
      return HttpRequest.newBuilder(server.resolve("/model/m/invoke"))
          .POST(HttpRequest.BodyPublishers.ofString("{}"))
          .build();
    }

    private static String text(HttpResponse<String> response) throws IOException {
      if (response.statusCode() >= 400) {
        throw new Refused(response.statusCode());
      }
      return JSON.readTree(response.body()).path("content").path(0).path("text").asText();
    }
  }

  private static RetryPolicyBuilder policy(int attempts) {
    return RetryPolicy.builder()
        .name("wire")
        .maxAttempts(attempts)
        .maxServerDelay(Duration.ofMillis(20)) // whatever hostile headers ask for
        .backoff(Backoff.fixed(Duration.ofMillis(1)))
        .throttledBackoff(Backoff.fixed(Duration.ofMillis(1)));
  }

  @ParameterizedTest
  @EnumSource
  void faults_eachOnce_inAnyOrder_areSurvived(Client client) throws Exception {
    long seed = new Random().nextLong();
    List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
    faults.removeAll(List.of(Fault.NONE, Fault.HOSTILE_HEADERS));
    Collections.shuffle(faults, new Random(seed));
    try (RawServer server = new RawServer()) {
      server.enqueue(faults.toArray(Fault[]::new));

      assertThat(client.call(server.endpoint(), policy(100)))
          .as("seed %d, %s", seed, faults)
          .isEqualTo("whole");
      assertThat(server.left()).as("seed %d, %s", seed, faults).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void storm_ofAnyFault_endsWithWhatTheClientSaysOfTheLast(Client client) throws Exception {
    for (Fault fault : Fault.values()) {
      if (fault != Fault.NONE) {
        try (RawServer server = new RawServer()) {
          server.enqueue(Collections.nCopies(20, fault).toArray(Fault[]::new));

          assertThat(failure(client, server.endpoint(), 2))
              .as("%s", fault)
              .isInstanceOfAny(
                  SdkException.class,
                  IOException.class,
                  AttemptTimeoutException.class,
                  UncheckedIOException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobody_listens_endsWithWhatTheClientSays(Client client) throws Exception {
    URI nobody;
    try (ServerSocket closed = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
    assertThat(failure(client, nobody, 3))
        .isInstanceOfAny(SdkException.class, ConnectException.class)
        .satisfies(last -> assertThat(last.getSuppressed()).isNotEmpty()); // its history
  }

  private static Throwable failure(Client client, URI server, int attempts) {
    Throwable thrown = catchThrowable(() -> client.call(server, policy(attempts)));
    while (thrown instanceof CompletionException wrapper && wrapper.getCause() != null) {
      thrown = wrapper.getCause();
    }
    return thrown;
  }
}
