package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * The retry throttling of gRPC: each failure that could be retried takes a token, and so does each that the server says
 * not to retry; each success brings a fraction of one. Retries are made while more than half of the tokens are there, so
 * that they stop when about one call in {@code 1 / tokenRatio} fails. Never below zero, never above the maximum. A success
 * beside a full bucket writes nothing. Safe for use by many threads and policies.
 *
 * <p>Source: gRFC A6, <cite>gRPC Retry Design</cite>, section Throttling Retry Attempts.
 */
public final class GrpcRetryBudget implements RetryBudget {
  private static final int TOKEN = 1_000;
  private static final int MOST_TOKENS = 1_000;
  private static final VarHandle MILLIS;

  static {
    try {
      MILLIS = MethodHandles.lookup().findVarHandle(GrpcRetryBudget.class, "millis", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final String name;
  private final int most;
  private final int ratio;
  private volatile int millis; // thousandths of a token

  private GrpcRetryBudget(String name, int most, int ratio) {
    this.name = name;
    this.most = most;
    this.ratio = ratio;
    this.millis = most;
  }

  /** Returns a full budget named {@code grpc-throttle}; see {@link #of(String, double, double)}. */
  public static GrpcRetryBudget of(double maxTokens, double tokenRatio) {
    return of("grpc-throttle", maxTokens, tokenRatio);
  }

  /**
   * Returns a full budget.
   *
   * @param name for messages, events and logs
   * @param maxTokens more than 0, at most 1000; kept to three decimals
   * @param tokenRatio what a success brings: 0.001 to 1000, cut after three decimals
   * @throws IllegalArgumentException if one of them is not
   */
  public static GrpcRetryBudget of(String name, double maxTokens, double tokenRatio) {
    Objects.requireNonNull(name, "name");
    return new GrpcRetryBudget(
        name, checked("maxTokens", maxTokens), checked("tokenRatio", tokenRatio));
  }

  private static int checked(String name, double value) {
    if (!(value >= 0.001 && value <= MOST_TOKENS)) {
      throw new IllegalArgumentException(
          name + " must be between 0.001 and " + MOST_TOKENS + ", was " + value);
    }
    return (int) Thousandths.of(value);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    if (!verdict.retries() && !verdict.isVeto()) {
      return;
    }
    for (int now = millis; now > 0; now = millis) {
      if (MILLIS.compareAndSet(this, now, Math.max(0, now - TOKEN))) {
        return;
      }
    }
  }

  /** Takes nothing: what the failure has cost is paid already. */
  @Override
  public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
    return millis > most / 2.0 ? 0 : REFUSED;
  }

  @Override
  public void succeeded(AdmissionRequest request, long lastTaken) {
    for (int now = millis; now < most; now = millis) {
      if (MILLIS.compareAndSet(this, now, Math.min(most, now + ratio))) {
        return;
      }
    }
  }

  /** Returns how many tokens there are, to three decimals. */
  public double tokens() {
    return millis / (double) TOKEN;
  }

  @Override
  public String toString() {
    return name + ", " + tokens() + " tokens of " + most / (double) TOKEN;
  }
}
