package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.RetrySwitch;
import io.retrykit.annotation.Retryable;
import io.retrykit.backoff.Jitter;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.policy.RetryPolicy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/migrating}: the code after the move. That of other libraries, before it, is not compiled. */
class MigratingTest {
  private final RetrySwitch.Scope now = RetrySwitch.withoutPauses();
  private final Service service = new Service();
  private final String prompt = "why?";

  @BeforeEach
  void failTwice() {
    service.failing(2);
  }

  @AfterEach
  void pauseAgain() {
    now.close();
  }

  private static void pausesAre(RetryPolicy policy, long firstMillis, long lastMillis) {
    assertThat(policy.backoff().mostNanos(1, 0)).isEqualTo(ofMillis(firstMillis).toNanos());
    assertThat(policy.backoff().mostNanos(100, 0))
        .isEqualTo(ofMillis(lastMillis).toNanos());
  }

  @Test
  void failsafe_retryAndBreaker_areOnePolicy() throws IOException {
    // docs: begin migrating/failsafe
    CircuitBreaker breaker = CircuitBreaker.builder("orders")
        .failureOn(IOException.class)
        .consecutiveFailures(5)
        .openTime(ofSeconds(30))
        .build();
    RetryPolicy policy = RetryPolicy.builder()
        .name("orders")
        .retryOn(IOException.class)
        .initialDelay(ofMillis(200))
        .maxDelay(ofSeconds(10))
        .jitter(Jitter.proportional(0.5))
        .maxAttempts(5)
        .maxDuration(ofSeconds(30))
        .guard(breaker)
        .build();
    Retry retry = Retry.with(policy);

    String answer = retry.call(() -> service.ask(prompt)); // throws IOException itself
    // docs: end
    assertThat(answer).isEqualTo("answer to why?");
    assertThat(breaker.snapshot().failed()).isEqualTo(2);
    pausesAre(policy, 300, 10_000);
  }

  @Test
  void resilience4j_config_isAPolicy() throws IOException {
    // docs: begin migrating/resilience4j
    RetryPolicy policy = RetryPolicy.builder()
        .name("orders")
        .maxAttempts(5)
        .initialDelay(ofMillis(500))
        .exponentialBase(2)
        .maxDelay(ofSeconds(20))
        .jitter(Jitter.proportional(0.5))
        .retryOn(IOException.class)
        .abortOn(FileNotFoundException.class)
        .build();
    Retry retry = Retry.with(policy);

    String answer = retry.call(() -> service.ask(prompt));
    // docs: end
    assertThat(answer).isEqualTo("answer to why?");
    pausesAre(policy, 750, 20_000);
  }

  /** Annotations need members, so this part of the page is a class. */
  final class Spring {
    private final Assistant service = MigratingTest.this.service::ask;

    // docs: begin migrating/spring-retry
    public interface Assistant {
      @Retryable(
          retryOn = IOException.class,
          maxAttempts = 5,
          initialDelay = "500ms",
          exponentialBase = 2,
          maxDelay = "10s")
      String ask(String prompt) throws IOException;
    }

    Assistant assistant = Retry.with(RetryPolicy.defaults()).proxy(Assistant.class, service);

    String answer(String prompt) {
      try {
        return assistant.ask(prompt);
      } catch (IOException last) { // what @Recover was for
        return "cached answer to " + prompt;
      }
    }
    // docs: end
  }

  @Test
  void springRetry_annotation_isAnAnnotation() {
    Spring spring = new Spring();
    assertThat(spring.answer(prompt)).isEqualTo("answer to why?");
    service.failing(5);
    assertThat(spring.answer(prompt)).isEqualTo("cached answer to why?");
    assertThat(service.calls()).isEqualTo(8);
  }

  @Test
  void guavaRetrying_retryer_isARetry() throws IOException {
    // docs: begin migrating/guava-retrying
    RetryPolicy policy = RetryPolicy.builder()
        .name("orders")
        .retryOn(IOException.class)
        .retryOnResult(result -> result == null || result.equals(""))
        .initialDelay(ofMillis(200)) // exponentialWait(100, ...) begins at 2 x 100 ms
        .maxDelay(ofSeconds(10))
        .jitter(false)
        .maxAttempts(5)
        .throwOnExhaustedResult(true)
        .build();
    Retry retry = Retry.with(policy);

    String answer = retry.call(() -> service.ask(prompt)); // throws IOException itself
    // docs: end
    assertThat(answer).isEqualTo("answer to why?");
    pausesAre(policy, 200, 10_000);
  }

  @Test
  void python_decorator_isAFunctionThatRetries() {
    // docs: begin migrating/python
    RetryPolicy policy = RetryPolicy.builder()
        .name("ask")
        .maxAttempts(5)
        .initialDelay(ofMillis(500))
        .exponentialBase(2)
        .maxDelay(ofSeconds(20))
        .jitter(Jitter.full())
        .retryOn(IOException.class)
        .matchCauses(true) // this function wraps it in an UncheckedIOException
        .build();
    Function<String, String> ask = Retry.with(policy).wrapFunction(service::askUnchecked);

    String answer = ask.apply(prompt);
    // docs: end
    assertThat(answer).isEqualTo("answer to why?");
    assertThat(service.calls()).isEqualTo(3);
    pausesAre(policy, 500, 20_000);
  }
}
