package io.retrykit.examples;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
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
        .credentialsProvider(nobody())
        .build();
  }

  static BedrockRuntimeClient live(String region, DefaultCredentialsProvider credentials) {
    return builder().region(Region.of(region)).credentialsProvider(credentials).build();
  }

  /** Sockets for clients that do not block; HTTP/1.1, which the embedded server speaks. Closing takes two seconds. */
  static SdkAsyncHttpClient sockets() {
    return NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).build();
  }

  /** One that does not block, on sockets that stay the caller's. */
  static BedrockRuntimeAsyncClient embeddedAsync(URI endpoint, SdkAsyncHttpClient sockets) {
    return asyncBuilder(sockets)
        .region(Region.US_EAST_1)
        .endpointOverride(endpoint)
        .credentialsProvider(nobody())
        .build();
  }

  /** One that does not block, on sockets that stay the caller's. */
  static BedrockRuntimeAsyncClient liveAsync(
      String region, DefaultCredentialsProvider credentials, SdkAsyncHttpClient sockets) {
    return asyncBuilder(sockets)
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .build();
  }

  private static BedrockRuntimeAsyncClientBuilder asyncBuilder(SdkAsyncHttpClient sockets) {
    return BedrockRuntimeAsyncClient.builder()
        .overrideConfiguration(BedrockClients::configure)
        .httpClient(sockets);
  }

  private static StaticCredentialsProvider nobody() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "needed"));
  }

  private static BedrockRuntimeClientBuilder builder() {
    return BedrockRuntimeClient.builder().overrideConfiguration(BedrockClients::configure);
  }

  private static void configure(ClientOverrideConfiguration.Builder client) {
    client.retryStrategy(DefaultRetryStrategy.doNotRetry()).apiCallAttemptTimeout(ATTEMPT);
  }
}
