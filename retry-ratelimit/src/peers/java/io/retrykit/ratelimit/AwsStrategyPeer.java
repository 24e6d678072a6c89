package io.retrykit.ratelimit;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.RetryBudget;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;
import software.amazon.awssdk.retries.internal.DefaultRetryToken;

/** The SDK's strategy, its calls told to our quota as well, and compared after every step. */
final class AwsStrategyPeer {
  private static final Outcome TRANSIENT = Outcome.ofFailure(new IllegalStateException("transient"));
  private static final Outcome THROTTLED = Outcome.ofFailure(new ThrottledException());

  private final StandardRetryStrategy sdk;

  AwsStrategyPeer(StandardRetryStrategy.Builder sdk) {
    this.sdk = sdk.maxAttempts(Integer.MAX_VALUE)
        .retryOnException(all -> true)
        .treatAsThrottling(ThrottledException.class::isInstance)
        .build();
  }

  /** Begins a call; each scope has a bucket of its own. */
  Call begin(String scope, AwsRetryBudget ours) {
    return new Call(scope, ours);
  }

  /** One call, in both. */
  final class Call {
    private final AwsRetryBudget ours;
    private DefaultRetryToken token;
    private int attempt = 1;
    private long lastTaken;

    private Call(String scope, AwsRetryBudget ours) {
      this.ours = ours;
      this.token = own(
          sdk.acquireInitialToken(AcquireInitialTokenRequest.create(scope)).token());
    }

    /** The attempt fails; returns whether there is another one. */
    boolean fails(boolean throttled) {
      Outcome outcome = throttled ? THROTTLED : TRANSIENT;
      boolean granted = refresh(outcome);
      Verdict verdict = throttled ? Verdict.throttled() : Verdict.retry();
      ours.failed(BudgetCalls.attempt(attempt), outcome, verdict);
      long taken = ours.acquire(BudgetCalls.attempt(attempt), outcome, verdict);
      assertSame("taken", granted ? token.capacityAcquired() : RetryBudget.REFUSED, taken);
      if (granted) {
        lastTaken = taken;
        attempt++;
      }
      assertSameLevel();
      return granted;
    }

    private boolean refresh(Outcome outcome) {
      try {
        token = own(sdk.refreshRetryToken(RefreshRetryTokenRequest.builder()
                .token(token)
                .failure(outcome.failure())
                .build())
            .token());
        return true;
      } catch (TokenAcquisitionFailedException refused) {
        token = own(refused.token());
        return false;
      }
    }

    /** The attempt succeeds; returns that there is no other. */
    boolean succeeds() {
      token = own(sdk.recordSuccess(RecordSuccessRequest.create(token)).token());
      ours.succeeded(BudgetCalls.attempt(attempt), lastTaken);
      assertSameLevel();
      return false;
    }

    private void assertSameLevel() {
      assertSame("millionths of a token", token.capacityRemaining() * 1_000_000L, Math.round(ours.tokens() * 1_000_000));
    }
  }

  /** What the SDK hands out: its level can be read from it. */
  private static DefaultRetryToken own(RetryToken token) {
    return (DefaultRetryToken) token;
  }

  private static void assertSame(String what, long theirs, long ours) {
    if (theirs != ours) { // millions of them: none may be costly
      throw new AssertionError(what + ": the SDK has " + theirs + ", we have " + ours);
    }
  }

  @SuppressWarnings("serial")
  private static final class ThrottledException extends RuntimeException {}
}
