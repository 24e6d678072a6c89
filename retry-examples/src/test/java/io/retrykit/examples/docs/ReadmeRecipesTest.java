package io.retrykit.examples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.RetryContext;
import io.retrykit.annotation.Retryable;
import io.retrykit.backoff.Backoff;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's recipes, run. */
class ReadmeRecipesTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final RetryPolicy policy =
      RetryPolicy.builder().timebase(time).jitter(false).build();
  private final Retry retry = Retry.with(policy);
  private final Set<String> ids = new HashSet<>();
  private int failures = 2;

  private String invoke(String prompt) throws IOException {
    if (failures-- > 0) {
      throw new IOException("no");
    }
    return prompt;
  }

  private String post(String body, String id) throws IOException {
    ids.add(id);
    return invoke(body);
  }

  private static String cached(String prompt) {
    return "cached " + prompt;
  }

  // docs: begin
  public interface Claude {
    @Retryable(maxAttempts = 5, initialDelay = "500ms", retryOn = IOException.class)
    String ask(String prompt) throws IOException;
  }
  // docs: end

  @Test
  void eachAttempt_hasTheSameKey() throws IOException {
    String body = "body";
    // docs: begin
    retry.callWithAttempt(attempt -> post(body, attempt.operationId()));
    // docs: end
    assertThat(ids).hasSize(1);
  }

  @Test
  void anAnswer_comesInAnyCase() {
    failures = 99;
    String prompt = "prompt";
    String text =
        // docs: begin
        retry.callOrElse(() -> invoke(prompt), failure -> cached(prompt));
    // docs: end
    assertThat(text).isEqualTo("cached prompt");
  }

  @Test
  void annotatedMethods_areRetried() throws IOException {
    Claude target = this::invoke;
    // docs: begin
    Claude claude = retry.proxy(Claude.class, target); // a wrong annotation fails here
    // docs: end
    assertThat(claude.ask("prompt")).isEqualTo("prompt");
    assertThat(time.sleeps()).containsExactly(ofSeconds(1).dividedBy(2), ofSeconds(1));
  }

  @Test
  @SuppressWarnings("UnusedVariable") // most loops want the number
  void aLoopOfOnesOwn_getsThere() throws IOException {
    String prompt = "prompt";
    // docs: begin
    RetryContext ctx = retry.context();
    String result = null;
    for (int attempt : ctx) {
      try {
        result = invoke(prompt);
        break;
      } catch (IOException e) {
        ctx.recordFailure(e);
        if (!ctx.shouldRetry()) {
          throw e;
        }
        ctx.pause();
      }
    }
    // docs: end
    assertThat(result).isEqualTo("prompt");
  }

  @Test
  void resultsThatMeanFailure_areRetriedAndThrownAway() {
    List<Object> log = new ArrayList<>();
    RetryPolicy judging = RetryPolicy.builder()
        // docs: begin
        .retryOnResult(HttpResponse.class, response -> response.statusCode() == 503)
        .onDiscard(log::add) // each one thrown away; closed as well if AutoCloseable
        // docs: end
        .build();
    assertThat(judging.explain()).contains("results");
    assertThat(log).isEmpty();
  }

  @Test
  void policies_comeFromAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("retry.properties"), "claude.max-attempts = 5\n");
    // docs: begin
    RetryPolicy policy = Policies.load(file).get("claude");
    // docs: end
    assertThat(policy.maxAttempts()).isEqualTo(5);
  }

  @Test
  void ownCode_isTestedWithoutWaiting() throws IOException {
    // docs: begin
    VirtualTimebase time = VirtualTimebase.create();
    Retry retry = Retry.with(policy.toBuilder().timebase(time).jitter(false).build());

    assertThat(retry.call(() -> invoke("why?"))).isEqualTo("why?"); // which fails twice
    assertThat(time.sleeps()).containsExactly(ofSeconds(1), ofSeconds(2));
    // docs: end
    failures = 99;
    assertThatThrownBy(() -> retry.call(() -> invoke("why?"))).isInstanceOf(IOException.class);
    assertThat(Backoff.exponential(ofSeconds(1), 2.0, ofSeconds(60)).delay(3))
        .isEqualTo(ofSeconds(4));
  }
}
