package io.retrykit.examples;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;

/**
 * Real Bedrock clients, made for being retried from outside: the SDK's own retries are off, or attempts would multiply,
 * and each attempt has the SDK's own time limit, because interrupting a synchronous AWS call does not stop it.
 */
final class BedrockClients {
  private static final Duration ATTEMPT = Duration.ofSeconds(60);

  private BedrockClients() {}

  static BedrockRuntimeClient embedded(URI endpoint) {
    return builder()
        .region(Region.US_EAST_1)
        .endpointOverride(endpoint)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "needed")))
        .build();
  }

  static BedrockRuntimeClient live(String region, DefaultCredentialsProvider credentials) {
    return builder().region(Region.of(region)).credentialsProvider(credentials).build();
  }

  private static BedrockRuntimeClientBuilder builder() {
    return BedrockRuntimeClient.builder()
        .overrideConfiguration(
            o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()).apiCallAttemptTimeout(ATTEMPT));
  }
}
