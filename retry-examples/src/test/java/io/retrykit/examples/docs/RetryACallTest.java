package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.call.RetryExhaustedException;
import io.retrykit.failure.RetryHistory;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** {@code docs/guide/retry-a-call.md}. */
class RetryACallTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Service service = new Service();
  private final String prompt = "why?";
  private final List<String> log = new ArrayList<>();

  private Retry inVirtualTime(RetryPolicy policy) {
    return Retry.with(policy.toBuilder().timebase(time).build());
  }

  @Test
  void call_twoFailures_pausesAsTheDefaultsSay() throws IOException {
    Retry retry = inVirtualTime(RetryPolicy.defaults());
    service.failing(2);
    // docs: begin retry-a-call/call
    String answer = retry.call(() -> service.ask(prompt)); // keeps its checked exception
    retry.run(() -> service.ask(prompt)); // for what returns nothing
    // docs: end
    assertThat(answer).isEqualTo("answer to why?");
    assertThat(service.calls()).isEqualTo(4);
    assertThat(time.sleeps().get(0)).isBetween(ofMillis(500), ofMillis(1_500));
    assertThat(time.sleeps().get(1)).isBetween(ofSeconds(1), ofSeconds(3));
  }

  @Test
  void retryOn_failureThatIsAborted_isThrownAtOnce() {
    // docs: begin retry-a-call/failures
    RetryPolicy policy = RetryPolicy.builder()
        .retryOn(IOException.class, TimeoutException.class)
        .abortOn(FileNotFoundException.class) // stronger than any retryOn
        .build();
    // docs: end
    Retry retry = inVirtualTime(policy);
    assertThatThrownBy(() -> retry.call(() -> {
          throw new FileNotFoundException("gone");
        }))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> retry.call(() -> {
          throw new IllegalStateException("a mistake");
        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void retryOnResult_everyResultUnacceptable_throwsIfAsked() {
    // docs: begin retry-a-call/results
    RetryPolicy policy = RetryPolicy.builder()
        .retryOnResult(HttpResponse.class, response -> response.statusCode() >= 500)
        .throwOnExhaustedResult(true) // else the last response is returned
        .build();
    // docs: end
    Retry retry = inVirtualTime(policy);
    assertThatThrownBy(() -> retry.call(() -> new Answer(503)))
        .isInstanceOf(RetryExhaustedException.class)
        .hasMessage("retry: no acceptable result after 3 attempts");
    Retry lenient =
        inVirtualTime(policy.toBuilder().throwOnExhaustedResult(false).build());
    assertThat(lenient.call(() -> new Answer(503)).statusCode()).isEqualTo(503);
  }

  @Test
  void backoffs_ofThePage_pauseAsTheySay() {
    // docs: begin retry-a-call/pauses
    RetryPolicy doubling = RetryPolicy.builder()
        .initialDelay(ofMillis(100))
        .exponentialBase(2)
        .maxDelay(ofSeconds(5))
        .jitter(Jitter.full()) // [0, d): spreads most
        .build();
    RetryPolicy listed = RetryPolicy.builder()
        .backoff(Backoff.list(ofSeconds(1), ofSeconds(5), ofMinutes(1))) // as written, no jitter
        .maxAttempts(4)
        .build();
    // docs: end
    assertThat(listed.backoff().schedule(3))
        .containsExactly(ofSeconds(1), ofSeconds(5), ofMinutes(1));
    assertThat(doubling.backoff().mostNanos(1, 0)).isLessThanOrEqualTo(100_000_000);
    assertThat(doubling.backoff().mostNanos(50, 0)).isLessThanOrEqualTo(5_000_000_000L);
    assertThat(doubling.backoff().leastNanos(50, 0)).isZero();
  }

  @Test
  void timeLimits_pauseWouldCrossTheDeadline_endTheCall() {
    // docs: begin retry-a-call/limits
    RetryPolicy policy = RetryPolicy.builder()
        .maxAttempts(10)
        .attemptTimeout(ofSeconds(2)) // each attempt
        .maxDuration(ofSeconds(15)) // all attempts and pauses
        .build();
    // docs: end
    Retry retry = inVirtualTime(policy.toBuilder().jitter(false).build());
    service.failing(10);
    assertThatThrownBy(() -> retry.call(() -> service.ask(prompt))).isInstanceOf(IOException.class);
    assertThat(time.sleeps())
        .containsExactly(ofSeconds(1), ofSeconds(2), ofSeconds(4)); // 8 more would be past 15
  }

  @Test
  void callWithAttempt_failuresBetween_sendsOneKey() throws IOException {
    Retry retry = inVirtualTime(RetryPolicy.defaults());
    service.failing(2);
    // docs: begin retry-a-call/key
    String receipt = retry.callWithAttempt(attempt -> {
      String key = attempt.operationId(); // the same on every attempt of this call
      return service.ask("pay 5 EUR, idempotency key " + key);
    });
    // docs: end
    assertThat(receipt).startsWith("answer to pay 5 EUR");
    assertThat(service.asked().stream().distinct()).hasSize(1);
  }

  @Test
  void lastFailure_ofACallThatFailed_carriesTheEarlierOnes() {
    Retry retry = inVirtualTime(RetryPolicy.defaults());
    service.failing(3);
    // docs: begin retry-a-call/history
    try {
      retry.call(() -> service.ask(prompt));
    } catch (IOException last) { // the very exception of the last attempt
      for (Throwable suppressed : last.getSuppressed()) {
        if (suppressed instanceof RetryHistory history) {
          log.add(history.getMessage() + ": " + history.failures());
        }
      }
    }
    // docs: end
    assertThat(log)
        .containsExactly("2 earlier attempts: [java.io.IOException: connection reset, "
            + "java.io.IOException: connection reset]");
  }

  @Test
  void log_ofThePage_isWhatIsLogged() throws IOException {
    RetryPolicy policy = RetryPolicy.builder().name("orders").jitter(false).build();
    Retry retry = inVirtualTime(policy);
    String once = Output.logged(() -> {
      service.failing(1);
      retry.call(() -> service.ask(prompt));
    });
    Output.isShown("retry-a-call/log", once);
  }
}
