package io.retrykit.examples.rag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrykit.async.AsyncRetry;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Searches over HTTP without blocking. Searching twice is the same as once, so every failure that may pass is retried: a
 * lost connection, half an answer, a 503 ({@code retry-ratelimit} on the path knows responses), silence beyond the time of
 * an attempt.
 */
final class SearchClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final AsyncRetry retry;

  /** Searches there; an attempt has that long. */
  SearchClient(URI endpoint, Duration attemptTimeout, RetryListener listener) {
    this.endpoint = endpoint;
    this.retry = AsyncRetry.with(RetryPolicy.builder()
        .name("search")
        .maxAttempts(5)
        .initialDelay(Duration.ofMillis(50))
        .attemptTimeout(attemptTimeout)
        .maxDuration(ofSeconds(20))
        .throwOnExhaustedResult(true)
        .listener(listener)
        .build());
  }

  /** Returns the nearest passages. */
  CompletableFuture<List<Passage>> search(String question, int most) {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create(endpoint + "?most=" + most + "&q=" + URLEncoder.encode(question, UTF_8)))
        .build();
    return retry
        .call(() -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
        .thenApply(response -> passages(response.body()));
  }

  private static List<Passage> passages(String body) {
    List<Passage> passages = new ArrayList<>();
    try {
      for (JsonNode passage : JSON.readTree(body)) {
        passages.add(new Passage(
            passage.path("title").asText(),
            passage.path("text").asText(),
            passage.path("score").asDouble()));
      }
    } catch (JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
    return passages;
  }
}
