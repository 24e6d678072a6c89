package io.retrykit.async;

import io.retrykit.policy.RetryPolicy;
import java.util.Objects;

/** Makes calls that do not block under a policy. Immutable. */
public final class AsyncRetry {
  private final RetryPolicy policy;

  private AsyncRetry(RetryPolicy policy) {
    this.policy = policy;
  }

  /** Returns a retry under this policy. */
  public static AsyncRetry with(RetryPolicy policy) {
    return new AsyncRetry(Objects.requireNonNull(policy, "policy"));
  }

  /** Returns the policy. */
  public RetryPolicy policy() {
    return policy;
  }
}
