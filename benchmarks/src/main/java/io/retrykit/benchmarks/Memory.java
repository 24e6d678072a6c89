package io.retrykit.benchmarks;

import dev.failsafe.Failsafe;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.retry.RetryConfig;
import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.backoff.Backoff;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitBreakerBuilder;
import io.retrykit.circuitbreaker.CircuitBreakers;
import io.retrykit.guard.KeyLimits;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.RateLimiter;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.openjdk.jol.info.GraphLayout;
import org.springframework.core.retry.RetryTemplate;

/**
 * How large things are: what one more of them takes, so that what they share counts for nothing. Calculated by JOL from all that
 * can be reached from a hundred of them and from one. {@code java -Djol.magicFieldOffset=true -cp benchmarks.jar
 * io.retrykit.benchmarks.Memory}
 */
public final class Memory {
  private static final int MORE = 100;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final PrintStream out;

  private Memory(PrintStream out) {
    this.out = out;
  }

  /** Prints a table as Markdown. */
  public static void main(String... arguments) {
    new Memory(new PrintStream(System.out, true, StandardCharsets.UTF_8)).print();
  }

  private void print() {
    out.println("# Memory\n");
    out.println(
        "What one more takes, in bytes, with what it shares with the others left out; by JOL, JDK "
            + Runtime.version().feature() + ", pointers compressed: "
            + System.getProperty("java.vm.compressedOopsMode", "no") + ".\n");
    out.println("| | ours | peers |\n|---|---|---|");
    policies();
    retries();
    breakers();
    limiters();
    pending();
  }

  private void line(String what, long ours, String peers) {
    out.println("| " + what + " | " + ours + " | " + peers + " |");
  }

  /** The first one reaches what all share: what it reaches before the others are made is left out. */
  private static long each(Supplier<?> maker) {
    Object[] many = new Object[MORE + 1];
    many[0] = maker.get();
    long before = size(many[0]);
    for (int i = 1; i <= MORE; i++) {
      many[i] = maker.get();
    }
    return Math.round((double) (size(many) - before) / MORE);
  }

  private static long size(Object... roots) {
    return GraphLayout.parseInstance(roots).totalSize();
  }

  private void policies() {
    line(
        "a policy, three attempts, any exception",
        each(Peers::alone),
        "Failsafe " + each(() -> Peers.failsafe().build())
            + ", Spring 7 " + each(() -> Peers.spring7().build())
            + ", Resilience4j "
            + each(() -> RetryConfig.custom()
                .maxAttempts(Peers.ATTEMPTS)
                .intervalFunction(attempt -> 0L)
                .build()));
  }

  private void retries() {
    RetryPolicy policy = Peers.alone();
    RetryPolicy found = Peers.ours();
    RetryConfig config = RetryConfig.custom().maxAttempts(Peers.ATTEMPTS).build();
    dev.failsafe.RetryPolicy<Object> failsafe = Peers.failsafe().build();
    org.springframework.core.retry.RetryPolicy spring = Peers.spring7().build();
    line(
        "a retry beyond its policy",
        each(() -> Retry.with(policy)),
        "Failsafe " + each(() -> Failsafe.with(failsafe))
            + ", Spring 7 " + each(() -> new RetryTemplate(spring))
            + ", Resilience4j "
            + each(() -> io.github.resilience4j.retry.Retry.of("retry", config)));
    line("the same, with what `retry-ratelimit` plugs in", each(() -> Retry.with(found)), "");
    line(
        "a policy and its retry together",
        each(() -> Retry.with(Peers.alone())),
        "Failsafe " + each(() -> Failsafe.with(Peers.failsafe().build()))
            + ", Spring 7 " + each(() -> new RetryTemplate(Peers.spring7().build()))
            + ", guava-retrying " + each(() -> Peers.guavaRetrying().build())
            + ", AWS " + each(() -> new AwsLoop(Peers.ATTEMPTS))
            + ", Spring Retry " + each(() -> Peers.springRetry().build())
            + ", Resilience4j " + each(Peers::resilience4j)
            + ", SmallRye " + each(() -> Peers.smallrye().done().build()));
  }

  private void breakers() {
    CircuitBreakerBuilder builder = CircuitBreaker.builder("breaker");
    line(
        "a breaker, the last 100 calls",
        each(builder::build),
        "Failsafe " + each(BreakerBenchmark::failsafe)
            + ", Resilience4j "
            + each(() ->
                BreakerBenchmark.resilience4j(SlidingWindowSynchronizationStrategy.SYNCHRONIZED))
            + ", its lock-free window "
            + each(
                () -> BreakerBenchmark.resilience4j(SlidingWindowSynchronizationStrategy.LOCK_FREE))
            + ", SmallRye "
            + each(() -> TypedGuard.create(Object.class)
                .withCircuitBreaker()
                .requestVolumeThreshold(BreakerBenchmark.WINDOW)
                .done()
                .build()));
    CircuitBreakers breakers = builder.perKey(KeyLimits.defaults());
    int[] key = {0};
    line(
        "a breaker of a key: its settings shared, its name and its place in the registry counted",
        each(() -> breakers.get("key" + key[0]++)),
        "");
  }

  @SuppressWarnings("UnstableApiUsage") // Guava calls it so since 2012
  private void limiters() {
    RateLimiterConfig config =
        RateLimiterConfig.custom().limitForPeriod(10).limitRefreshPeriod(SECOND).build();
    line(
        "a limiter",
        each(() -> RateLimiter.of(10, SECOND)),
        "Guava " + each(() -> com.google.common.util.concurrent.RateLimiter.create(10))
            + ", Failsafe "
            + each(() -> dev.failsafe.RateLimiter.burstyBuilder(10, SECOND).build())
            + ", Bucket4j "
            + each(() -> Bucket.builder()
                .addLimit(limit -> limit.capacity(10).refillGreedy(10, SECOND))
                .build())
            + ", Resilience4j " + each(() -> new AtomicRateLimiter("limiter", config)));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it is what is weighed
  private void pending() {
    CompletableFuture<Object> failed =
        CompletableFuture.failedFuture(new IOException("on purpose"));
    AsyncRetry retry = AsyncRetry.with(
            Peers.alone().toBuilder().backoff(Backoff.fixed(HOUR)).build())
        .withExecutor(Runnable::run);
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    io.github.resilience4j.retry.Retry resilience4j = io.github.resilience4j.retry.Retry.of(
        "retry",
        RetryConfig.custom()
            .maxAttempts(Peers.ATTEMPTS)
            .intervalFunction(attempt -> HOUR.toMillis())
            .build());
    line(
        "a call that failed once and waits, its timer included",
        each(() -> retry.call(() -> failed)),
        "Resilience4j "
            + each(() -> {
              CompletionStage<Object> waiting =
                  resilience4j.executeCompletionStage(scheduler, () -> failed);
              return List.of(scheduler, waiting);
            }));
    scheduler.shutdownNow();
  }
}
