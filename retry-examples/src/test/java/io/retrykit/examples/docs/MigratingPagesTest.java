package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.annotation.Retryable;
import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.proxy.RetryProxy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

/** What becomes of code written for other libraries, run. */
class MigratingPagesTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  private Retry inTime(Retry retry) {
    return Retry.with(retry.policy().toBuilder().timebase(time).build());
  }

  @Test
  void fromFailsafe() throws IOException {
    Flaky service = new Flaky(2);
    // docs: begin
    Retry retry = Retry.with(RetryPolicy.builder()
        .retryOn(IOException.class)
        .initialDelay(ofSeconds(1))
        .maxDelay(ofSeconds(30))
        .jitter(Jitter.none())
        .maxAttempts(3) // maxRetries is one less
        .build());
    // docs: end
    assertThat(inTime(retry).call(() -> service.invoke("x"))).isEqualTo("x");
    assertThat(time.sleeps()).containsExactly(ofSeconds(1), ofSeconds(2));
  }

  @Test
  void fromResilience4j() throws IOException {
    Flaky service = new Flaky(2);
    // docs: begin
    CircuitBreaker breaker = CircuitBreaker.of("orders");
    Retry retry = Retry.with(RetryPolicy.builder()
        .name("orders")
        .maxAttempts(3)
        .backoff(Backoff.fixed(ofMillis(500)))
        .retryOn(IOException.class)
        .guard(breaker)
        .build());
    // docs: end
    assertThat(inTime(retry).call(() -> service.invoke("x"))).isEqualTo("x");
    assertThat(time.sleeps()).containsExactly(ofMillis(500), ofMillis(500));
  }

  // docs: begin
  interface Orders {
    @Retryable(
        maxAttempts = 4,
        initialDelay = "1s",
        exponentialBase = 2,
        retryOn = IOException.class)
    String find(String id) throws IOException;
  }
  // docs: end

  @Test
  void fromSpringRetry() throws IOException {
    Flaky service = new Flaky(3);
    Retry retry = inTime(Retry.with(RetryPolicy.builder().jitter(false).build()));
    Orders target = service::invoke;
    // docs: begin
    Orders orders = RetryProxy.of(Orders.class)
        .policy(retry.policy())
        .lookup(MethodHandles.lookup()) // as Orders is not public
        .wrap(target);
    // docs: end
    assertThat(orders.find("7")).isEqualTo("7");
    assertThat(time.sleeps()).containsExactly(ofSeconds(1), ofSeconds(2), ofSeconds(4));
  }

  @Test
  void fromGuavaRetrying() throws IOException {
    Flaky service = new Flaky(2);
    // docs: begin
    Retry retry = Retry.with(RetryPolicy.builder()
        .retryOn(IOException.class)
        .retryOnResult(result -> result == null)
        .backoff(Backoff.fibonacci(ofMillis(100), ofMinutes(2)))
        .maxAttempts(5)
        .build());
    // docs: end
    assertThat(inTime(retry).call(() -> service.invoke("x"))).isEqualTo("x");
    assertThat(time.sleeps()).containsExactly(ofMillis(100), ofMillis(100));
  }

  @Test
  void fromPython() throws IOException {
    Flaky service = new Flaky(2);
    // docs: begin
    Retry retry = Retry.with(RetryPolicy.builder()
        .retryOn(IOException.class)
        .maxAttempts(5)
        .initialDelay(ofSeconds(1))
        .maxDelay(ofSeconds(60))
        .jitter(Jitter.full())
        .build());
    // docs: end
    assertThat(inTime(retry).call(() -> service.invoke("x"))).isEqualTo("x");
  }
}
