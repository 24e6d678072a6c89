package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.ratelimit.Quota;
import io.retrykit.ratelimit.RateLimiter;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whoever waits on a virtual thread lets go of its carrier: the flight recorder sees no wait of ours that does not. In real
 * time, since it is real threads that wait. Everything is done before by a few, so that classes are loaded and initialised:
 * that does hold the carrier, whoever does it.
 */
class PinningTest {
  private static final int THREADS = 300;
  private final RateLimiter limiter =
      RateLimiter.builder(10, ofMillis(1)).maxWait(ofSeconds(60)).build();
  private final RateLimiter prepaid =
      RateLimiter.builder(10, ofMillis(1)).prepaid(true).maxWait(ofSeconds(60)).build();
  private final Quota quota = Quota.builder()
      .dimension("requests", 10, ofMillis(1), request -> 1)
      .maxWait(ofSeconds(60))
      .build();
  private final CircuitBreaker breaker = CircuitBreaker.builder("opens and closes")
      .consecutiveFailures(5)
      .openTime(ofMillis(2))
      .build();
  private final AwsRetryBudget budget =
      AwsRetryBudget.builder().capacity(10_000).build();

  private final Executor virtual = VirtualThreads.executor();

  @BeforeAll
  static void whereThereAreAny() {
    VirtualThreads.required();
  }

  @Test
  void blockingCalls_ofManyVirtualThreads_pinNone() throws Exception {
    assertNonePinnedBy(() -> {
      call(policy());
      call(policy().attemptTimeout(ofSeconds(60)));
      call(policy().budget(budget));
    });
  }

  @Test
  void waitsForPermits_ofManyVirtualThreads_pinNone() throws Exception {
    assertNonePinnedBy(() -> {
      call(policy().guard(limiter));
      call(policy().guard(prepaid));
      call(policy().guard(quota));
      limiter.acquire();
      quota.reserve(1);
    });
  }

  @Test
  void breakerThatOpensAndCloses_underManyVirtualThreads_pinsNone() throws Exception {
    assertNonePinnedBy(() -> {
      try {
        call(policy().guard(breaker).waitWhenRefused(true).maxDuration(ofMillis(200)));
      } catch (AttemptRefusedException | IllegalStateException outOfTime) {
        assertThat(outOfTime).isNotNull();
      }
    });
  }

  @Test
  void asyncCalls_thatManyVirtualThreadsJoin_pinNone() throws Exception {
    assertNonePinnedBy(() -> {
      AsyncRetry retry = AsyncRetry.with(policy().guard(limiter).build());
      Failing failing = new Failing(2);
      retry.call(() -> CompletableFuture.supplyAsync(failing, virtual)).join();
      retry.callBlocking(new Failing(2)::get, virtual).join();
      retry
          .withHedge(Hedge.after(ofMillis(1)))
          .call(() -> CompletableFuture.supplyAsync(new Failing(0), virtual))
          .join();
    });
  }

  @Test
  void streams_thatManyVirtualThreadsRead_pinNone() throws Exception {
    assertNonePinnedBy(() -> {
      AtomicInteger attempts = new AtomicInteger();
      AsyncRetry retry = AsyncRetry.with(policy().build());
      try (Stream<Long> elements = retry.stream(() -> attempts.incrementAndGet() < 3
              ? new RangePublisher(1, 1, virtual, new IOException("no"))
              : new RangePublisher(1, 101, virtual))
          .elements()) {
        assertThat(elements.mapToLong(each -> each).sum()).isEqualTo(5_050);
      }
    });
  }

  /** The check can fail: whoever waits inside a class initialiser holds the carrier, on every JDK there is. */
  @Test
  void pauseInAClassInitialiser_isSeen() throws Exception {
    assertThat(Pinnings.during(() -> VirtualThreads.run(1, Pinned::touch))).isNotEmpty();
  }

  private static final class Pinned {
    static {
      call(policy());
    }

    static void touch() {}
  }

  private static void assertNonePinnedBy(VirtualThreads.Work work) throws Exception {
    Pinnings.during(() -> VirtualThreads.run(10, work));
    assertThat(Pinnings.during(() -> VirtualThreads.run(THREADS, work))).isEmpty();
  }

  private static RetryPolicyBuilder policy() {
    return RetryPolicy.builder().maxAttempts(3).backoff(Backoff.fixed(ofMillis(1)));
  }

  private static void call(RetryPolicyBuilder policy) {
    Failing failing = new Failing(2);
    assertThat(Retry.with(policy.build()).call(failing::get)).isEqualTo("v");
  }

  /** Fails so many times first. */
  private static final class Failing implements Supplier<String> {
    private final AtomicInteger failures;

    Failing(int failures) {
      this.failures = new AtomicInteger(failures);
    }

    @Override
    public String get() {
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("no");
      }
      return "v";
    }
  }
}
