package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The README's recipes that stand in no other class. */
class ReadmeRecipesTest {
  private final RetryPolicy atOnce =
      RetryPolicy.builder().backoff(Backoff.none()).build();
  private final Retry retry = Retry.with(atOnce);
  private final Service service = new Service();
  private final String prompt = "why?";

  private String invoke(String asked) throws IOException {
    return service.ask(asked);
  }

  private String post(String body, String key) throws IOException {
    return service.ask(body + " " + key);
  }

  private static String cached(String asked) {
    return "cached answer to " + asked;
  }

  @Test
  void callWithAttempt_twoFailures_sendsTheSameKeyThreeTimes() throws IOException {
    service.failing(2);
    String body = "order";
    // readme: begin
    retry.callWithAttempt(attempt -> post(body, attempt.operationId()));
    // readme: end
    assertThat(service.asked()).hasSize(3);
    assertThat(service.asked().stream().distinct()).hasSize(1);
  }

  @Test
  void callOrElse_everyAttemptFails_answersFromTheCache() {
    service.failing(3);
    String answer =
        // readme: begin
        retry.callOrElse(() -> invoke(prompt), failure -> cached(prompt));
    // readme: end
    assertThat(answer).isEqualTo("cached answer to why?");
    assertThat(service.calls()).isEqualTo(3);
  }

  /** Annotations need members, so this part of the README is a class. */
  final class Annotated {
    private final VirtualTimebase time = VirtualTimebase.create();
    private final Retry retry =
        Retry.with(RetryPolicy.builder().timebase(time).jitter(false).build());
    private final Claude target = service::ask;

    // readme: begin
    public interface Claude {
      @Retryable(maxAttempts = 5, initialDelay = "500ms", retryOn = IOException.class)
      String ask(String prompt) throws IOException;
    }

    Claude claude = retry.proxy(Claude.class, target); // a wrong annotation fails here
    // readme: end
  }

  @Test
  void proxy_fourFailures_pausesAsTheAnnotationSays() throws IOException {
    service.failing(4);
    Annotated annotated = new Annotated();
    assertThat(annotated.claude.ask(prompt)).isEqualTo("answer to why?");
    assertThat(annotated.time.sleeps())
        .containsExactly(ofMillis(500), ofSeconds(1), ofSeconds(2), ofSeconds(4));
  }

  @SuppressWarnings("UnusedVariable") // the number of the attempt
  private @Nullable String looped() throws IOException {
    // spotless:off
    // readme: begin
    RetryContext ctx = retry.context();
    String result = null;
    for (int attempt : ctx) {
      try {
        result = invoke(prompt);
        break;
      } catch (IOException e) {
        ctx.recordFailure(e);
        if (!ctx.shouldRetry()) throw e;
        ctx.pause();
      }
    }
    // readme: end
    // spotless:on
    return result;
  }

  @Test
  void loopOfOnesOwn_firstAttemptFails_hasTheResultOfTheSecond() throws IOException {
    service.failing(1);
    assertThat(looped()).isEqualTo("answer to why?");
    assertThat(service.calls()).isEqualTo(2);
  }

  @Test
  void loopOfOnesOwn_everyAttemptFails_throwsTheLastFailure() {
    service.failing(3);
    assertThat(catchThrowable(this::looped)).isInstanceOf(IOException.class);
    assertThat(service.calls()).isEqualTo(3);
  }

  private final List<String> log = new ArrayList<>();

  private void log(String line) {
    log.add(line);
  }

  @Test
  void retryOnResult_twoUnacceptable_discardsThem() {
    RetryPolicy policy = atOnce.toBuilder()
        // spotless:off
        // readme: begin
        .retryOnResult(HttpResponse.class, response -> response.statusCode() == 503)
        .onDiscard(discarded -> log(discarded.toString())) // each one thrown away; closed as well if AutoCloseable
        // readme: end
        // spotless:on
        .build();
    Iterator<Integer> statuses = List.of(503, 503, 200).iterator();
    Answer last = Retry.with(policy).call(() -> new Answer(statuses.next()));
    assertThat(last.statusCode()).isEqualTo(200);
    assertThat(log).containsExactly("HTTP 503", "HTTP 503");
  }

  @Test
  void load_propertiesOfTheReadme_makeThePolicy() throws IOException {
    Path written = Path.of("retry.properties");
    Files.writeString(written, "claude.max-attempts = 5");
    try {
      // readme: begin
      RetryPolicy policy = Policies.load(Path.of("retry.properties")).get("claude");
      // readme: end
      assertThat(policy.maxAttempts()).isEqualTo(5);
    } finally {
      Files.delete(written);
    }
  }

  @Test
  void virtualTime_twoFailures_tellsThePauses() throws IOException {
    RetryPolicy policy = RetryPolicy.defaults();
    service.failing(2);
    // readme: begin
    VirtualTimebase time = VirtualTimebase.create();
    Retry retry = Retry.with(policy.toBuilder().timebase(time).jitter(false).build());
    retry.call(() -> invoke(prompt));
    assertThat(time.sleeps()).containsExactly(ofSeconds(1), ofSeconds(2));
    // readme: end
    assertThat(service.calls()).isEqualTo(3);
  }
}
