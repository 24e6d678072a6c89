package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Retry throttling as gRPC does it, for one server: failures take a token each, successes bring a fraction of one, and
 * while half of the tokens or more are gone there are no retries. It starts full. A retry itself takes nothing, so there is
 * nothing to give back.
 *
 * <p>A failure counts if it is worth a retry, or if the server itself says not to retry ({@link Verdict#isVeto}); the
 * failed attempt is counted before it is asked whether it may be repeated. Safe for use by many threads. The whole
 * state is one atomic word of thousandths of a token; no clock is read, and success on a full budget writes nothing.
 *
 * <p>Source: gRFC A6, <cite>gRPC Retry Design</cite>, section "Throttling Retry Attempts and Hedged RPCs".
 */
public final class GrpcRetryBudget implements RetryBudget {
  private static final int DECIMALS = 3;
  private static final int TOKEN = 1_000;
  private static final int MOST = 1_000;
  private static final VarHandle TOKENS =
      Fields.handle(MethodHandles.lookup(), "tokens", int.class);

  private final String name;
  private final int most;
  private final int ratio;
  private volatile int tokens;

  private GrpcRetryBudget(String name, int most, int ratio) {
    this.name = name;
    this.most = most;
    this.ratio = ratio;
    this.tokens = most;
  }

  /**
   * Makes a full budget.
   *
   * @param name for messages, events and logs
   * @param maxTokens how many tokens there are at most, and in the beginning: between 0.001 and 1000, kept to three
   *     decimals
   * @param tokenRatio what each success brings: between 0.001 and 1000, kept to three decimals, so 0.5466 is 0.546
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static GrpcRetryBudget of(String name, double maxTokens, double tokenRatio) {
    Objects.requireNonNull(name, "name");
    return new GrpcRetryBudget(
        name, milli("maxTokens", maxTokens), milli("tokenRatio", tokenRatio));
  }

  private static int milli(String argument, double value) {
    return Math.toIntExact(FixedPoint.of(argument, value, DECIMALS, 1.0 / TOKEN, MOST));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    if (verdict.retries() || verdict.isVeto()) {
      for (int seen = tokens;
          seen > 0 && !TOKENS.compareAndSet(this, seen, Math.max(0, seen - TOKEN));
          seen = tokens) {
        // another thread was faster
      }
    }
  }

  /**
   * Allows the retry as long as more than half of the tokens are there.
   *
   * @return 0 or {@link #REFUSED}
   */
  @Override
  public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    return tokens > most / 2 ? 0 : REFUSED;
  }

  @Override
  public void succeeded(AdmissionRequest request, long lastTaken) {
    for (int seen = tokens;
        seen < most && !TOKENS.compareAndSet(this, seen, Math.min(most, seen + ratio));
        seen = tokens) {
      // another thread was faster
    }
  }

  /** Returns the tokens there are, between zero and the most, in thousandths. */
  public double tokens() {
    return tokens / (double) TOKEN;
  }

  /** Returns what each success brings, as it is kept. */
  public double tokenRatio() {
    return ratio / (double) TOKEN;
  }

  @Override
  public String toString() {
    return name + ": " + tokens() + " of " + most / (double) TOKEN + " tokens";
  }
}
