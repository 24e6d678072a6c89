package io.retrykit.spi;

import io.retrykit.policy.RetryPolicy;

/** Plugs in a policy that configuration and annotations can name. */
public interface PolicyProvider extends Provider {
  /** Returns the policy. */
  RetryPolicy policy();
}
