package io.retrykit.examples.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/** The real client, without retries of its own, and a way to ask it in one line. */
final class Caller implements AutoCloseable {
  static final String MODEL = "us.anthropic.claude-sonnet-4-20250514-v1:0";

  private final BedrockRuntimeClient client;

  private Caller(
      EmbeddedBedrock server, Consumer<ClientOverrideConfiguration.Builder> configuration) {
    client = BedrockRuntimeClient.builder()
        .endpointOverride(server.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .overrideConfiguration(configuration)
        .build();
  }

  static Caller patient(EmbeddedBedrock server) {
    return new Caller(server, config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()));
  }

  /** Gives an attempt a moment only; for replies that never come in time. */
  static Caller impatient(EmbeddedBedrock server) {
    return new Caller(
        server,
        config -> config
            .retryStrategy(DefaultRetryStrategy.doNotRetry())
            .apiCallAttemptTimeout(Duration.ofMillis(200)));
  }

  /** Asks the model and returns the text of its answer. */
  String ask(String prompt) {
    return text(invoke(MODEL, body(prompt)));
  }

  InvokeModelResponse invoke(String model, String body) {
    return client.invokeModel(request -> request
        .modelId(model)
        .contentType("application/json")
        .body(SdkBytes.fromString(body, UTF_8)));
  }

  static String body(String prompt) {
    return Json.object()
        .put("anthropic_version", "bedrock-2023-05-31")
        .put("max_tokens", 100)
        .set(
            "messages",
            Json.object().arrayNode().add(Json.object().put("role", "user").put("content", prompt)))
        .toString();
  }

  static String text(InvokeModelResponse response) {
    return Json.parse(response.body().asUtf8String())
        .orElseThrow()
        .at("/content/0/text")
        .asText();
  }

  @Override
  public void close() {
    client.close();
  }
}
