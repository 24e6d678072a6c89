package io.retrykit.examples;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.retrykit.async.AsyncRetry;
import io.retrykit.async.Hedge;
import io.retrykit.async.RetryStream;
import io.retrykit.policy.RetryPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the README says of calls that do not block, compiled. */
final class AsyncRecipes {
  private AsyncRecipes() {}

  /** A client with both kinds of methods. */
  interface Client {
    CompletableFuture<String> invokeAsync(String prompt);

    String invoke(String prompt) throws TimeoutException;

    Flow.Publisher<String> stream(String prompt);
  }

  static List<CompletableFuture<String>> calls(
      RetryPolicy policy, Client client, Executor executor, String prompt) {
    // readme: begin
    AsyncRetry retry = AsyncRetry.with(policy);

    CompletableFuture<String> text = retry.call(() -> client.invokeAsync(prompt));
    Function<String, CompletableFuture<String>> wrapped = retry.wrapFunction(client::invokeAsync);
    CompletableFuture<String> blocking = retry.callBlocking(() -> client.invoke(prompt), executor);

    AsyncRetry hedged = retry.withHedge(Hedge.atPercentile(95, ofMillis(500)));
    // readme: end
    return List.of(
        text, wrapped.apply(prompt), blocking, hedged.call(() -> client.invokeAsync(prompt)));
  }

  static RetryStream<String> whole(AsyncRetry retry, Client client, String prompt) {
    // readme: begin
    RetryStream<String> words = retry.stream(() -> client.stream(prompt))
        .completeWhen(word -> word.equals("[DONE]"))
        .gapTimeout(ofSeconds(20));
    // readme: end
    return words;
  }

  static void read(RetryStream<String> words, Consumer<String> screen) {
    // readme: begin
    try (Stream<String> elements = words.elements()) {
      elements.forEach(screen);
    }
    // readme: end
  }

  static RetryStream<String> goneOnWith(RetryStream<String> words, Client client, String prompt) {
    // readme: begin
    RetryStream<String> resumed = words.resumeFrom(
        StringBuilder::new,
        StringBuilder::append,
        (soFar, failure) -> client.stream(prompt + "\nGo on from: " + soFar));
    // readme: end
    return resumed;
  }
}
