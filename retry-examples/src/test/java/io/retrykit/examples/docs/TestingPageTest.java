package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code docs/guide/testing.md}. */
class TestingPageTest {
  private final Service service = new Service();
  private final RetryPolicy policy =
      RetryPolicy.builder().initialDelay(ofMillis(200)).maxAttempts(4).build();

  // docs: begin testing/pauses
  @Test
  void ask_twoFailures_answersAfterTwoPauses() throws IOException {
    VirtualTimebase time = VirtualTimebase.create();
    Retry retry = Retry.with(policy.toBuilder().timebase(time).jitter(false).build());
    service.failing(2);

    assertThat(retry.call(() -> service.ask("why?"))).isEqualTo("answer to why?");
    assertThat(time.sleeps()).containsExactly(ofMillis(200), ofMillis(400)); // nobody waited
  }

  // docs: end

  @Test
  void guards_withTheSameClock_keepVirtualTimeToo() throws IOException {
    // docs: begin testing/guards
    VirtualTimebase time = VirtualTimebase.create();
    RateLimiter limiter = RateLimiter.builder(1, ofSeconds(1)).timebase(time).build();
    CircuitBreaker breaker =
        CircuitBreaker.builder("orders").consecutiveFailures(3).timebase(time).build();
    Retry retry = Retry.with(RetryPolicy.builder()
        .guard(limiter)
        .guard(breaker)
        .timebase(time)
        .jitter(false)
        .build());

    service.failing(3);
    assertThatThrownBy(() -> retry.call(() -> service.ask("why?"))).isInstanceOf(IOException.class);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);

    time.advance(ofSeconds(30)); // the open time is over: a probe
    assertThat(retry.call(() -> service.ask("why?"))).isEqualTo("answer to why?");
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    // docs: end
  }

  @Test
  void jitter_withASeed_isTheSameEachTime() {
    // docs: begin testing/jitter
    RetryPolicy seeded = policy.toBuilder().random(new Random(42)).build();
    // docs: end
    assertThat(pauses(seeded))
        .isEqualTo(pauses(policy.toBuilder().random(new Random(42)).build()));
  }

  private List<Duration> pauses(RetryPolicy seeded) {
    VirtualTimebase time = VirtualTimebase.create();
    service.failing(4);
    Retry retry = Retry.with(seeded.toBuilder().timebase(time).build());
    assertThat(catchThrowable(() -> retry.call(() -> service.ask("why?"))))
        .isInstanceOf(IOException.class);
    return time.sleeps();
  }

  @Test
  void manualClock_threadThatPauses_isWokenByTheTest() throws Exception {
    // docs: begin testing/threads
    VirtualTimebase time = VirtualTimebase.manual(); // only advance moves it
    Retry retry = Retry.with(policy.toBuilder().timebase(time).jitter(false).build());
    service.failing(1);

    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(retry.wrapSupplier(() -> service.askUnchecked("why?")));
    time.awaitSleepers(1); // the other thread is pausing now
    time.advance(ofMillis(200));
    assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("answer to why?");
    // docs: end
  }

  @Test
  void deadline_inVirtualTime_isReachedAtOnce() {
    VirtualTimebase time = VirtualTimebase.create();
    // docs: begin testing/deadline
    Retry retry = Retry.with(policy.toBuilder()
        .timebase(time)
        .jitter(false)
        .unlimitedAttempts()
        .maxDuration(ofMinutes(5))
        .build());
    assertThatThrownBy(() -> retry.call(() -> {
          time.advance(ofSeconds(20)); // an attempt takes 20 s
          throw new IOException("down");
        }))
        .hasMessage("down");
    assertThat(time.elapsed()).isLessThan(ofMinutes(5).plusSeconds(20));
    // docs: end
    assertThat(time.sleeps()).hasSizeGreaterThan(3);
  }
}
