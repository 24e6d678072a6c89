package io.retrykit.faults;

import io.retrykit.Retry;
import io.retrykit.annotation.Retryable;
import io.retrykit.async.AsyncRetry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.proxy.RetryProxy;
import io.retrykit.ratelimit.RateLimiter;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An application that uses all of it, and is deployed again: loaded by a loader of its own, the toolkit with it. */
public final class Webapp implements Runnable {
  /** A client of its own. */
  public interface Client {
    /** Fails once. */
    @Retryable(maxAttempts = 3, initialDelay = "1ms")
    String ask() throws IOException;
  }

  /** A failure of its own, with something to ask for. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    /** As many clients call it. */
    public int getStatusCode() {
      return 503;
    }
  }

  /** Made by reflection. */
  public Webapp() {}

  @Override
  public void run() {
    try {
      use();
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static void use() throws Exception {
    RetryPolicy policy = RetryPolicy.builder()
        .name("webapp")
        .maxAttempts(4)
        .initialDelay(Duration.ofMillis(1))
        .attemptTimeout(Duration.ofSeconds(20))
        .guard(RateLimiter.of(1_000, Duration.ofSeconds(1)))
        .guard(CircuitBreaker.of("webapp"))
        .onRetry((failure, attempt) -> {})
        .build();
    Retry retry = Retry.with(policy);
    AtomicInteger calls = new AtomicInteger();
    retry.call(() -> answer(calls));
    calls.set(0);
    AsyncRetry async = AsyncRetry.with(policy);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    async.callBlocking(() -> answer(calls), executor).get();
    executor.shutdown();
    calls.set(0);
    async
        .call(() -> CompletableFuture.supplyAsync(() -> {
          try {
            return answer(calls);
          } catch (IOException failure) {
            throw new CompletionException(failure);
          }
        }))
        .get();
    calls.set(0);
    RetryProxy.of(Client.class).wrap(() -> answer(calls)).ask();
    Properties properties = new Properties();
    properties.setProperty("configured.max-attempts", "2");
    calls.set(2);
    Retry.with(Policies.from(properties).get("configured")).call(() -> answer(calls));
  }

  private static String answer(AtomicInteger calls) throws IOException {
    return switch (calls.getAndIncrement()) {
      case 0 -> throw new SocketTimeoutException("of the JDK");
      case 1 -> throw new Refused();
      default -> "x";
    };
  }
}
