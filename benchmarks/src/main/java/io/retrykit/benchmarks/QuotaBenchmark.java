package io.retrykit.benchmarks;

import io.github.bucket4j.Bucket;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.ratelimit.Quota;
import io.retrykit.time.Nanos;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does it cost to draw from two limits at once, requests and tokens, and to put the true figure in the estimate's
 * place? The nearest peer draws the same amount from two bandwidths, and adds what was too much to both.
 * {@code java -jar benchmarks.jar Quota -prof gc}
 */
@State(Scope.Benchmark)
public class QuotaBenchmark extends NanosPerCall {
  private static final long ESTIMATE = 10;
  private static final long ACTUAL = 8;
  private static final long PER_SECOND = 1_000_000_000;
  private static final long PER_MINUTE = 60 * PER_SECOND;
  private static final AdmissionRequest REQUEST =
      AdmissionRequest.first("quota", ESTIMATE, Nanos.FOREVER);

  private final Usage usage = new Usage(ACTUAL);
  private final Quota quota = Quota.builder()
      .requestsPerMinute(PER_MINUTE)
      .tokensPerMinute(PER_MINUTE)
      .settle(Quota.TOKENS, Usage.class, Usage::tokens)
      .build();
  private final Bucket bucket = Bucket.builder()
      .addLimit(limit -> limit.capacity(PER_SECOND).refillGreedy(PER_SECOND, Duration.ofSeconds(1)))
      .addLimit(limit -> limit.capacity(PER_MINUTE).refillGreedy(PER_MINUTE, Duration.ofMinutes(1)))
      .withNanosecondPrecision()
      .build();

  private record Usage(long tokens) {}

  /** One that refuses or makes wait is measured for nothing. */
  @Setup(Level.Iteration)
  @TearDown(Level.Iteration)
  public void check() {
    Admission admission = quota();
    if (!admission.isGranted() || admission.waitNanos() > 0 || !bucket4j()) {
      throw new IllegalStateException("refused: " + admission + ", " + bucket);
    }
  }

  /** Ours: admitted, and settled. */
  @Benchmark
  public Admission quota() {
    Admission admission = quota.admit(REQUEST);
    quota.succeeded(admission.lease(), usage, Admission.UNKNOWN);
    return admission;
  }

  /** Ours: admitted. */
  @Benchmark
  public Admission quotaAdmit() {
    return quota.admit(REQUEST);
  }

  /** Bucket4j with two bandwidths: consumed, and what was too much added. */
  @Benchmark
  public boolean bucket4j() {
    boolean granted = bucket.tryConsume(ESTIMATE);
    bucket.addTokens(ESTIMATE - ACTUAL);
    return granted;
  }

  /** Bucket4j with two bandwidths: consumed. */
  @Benchmark
  public boolean bucket4jConsume() {
    return bucket.tryConsume(ESTIMATE);
  }
}
