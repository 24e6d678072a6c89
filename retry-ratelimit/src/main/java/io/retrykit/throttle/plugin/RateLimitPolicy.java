package io.retrykit.throttle.plugin;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.PolicyProvider;
import io.retrykit.throttle.RateLimits;

/** The policy for services that throttle, by name. */
public final class RateLimitPolicy implements PolicyProvider {
  /** Called by the service loader. */
  public RateLimitPolicy() {}

  @Override
  public String name() {
    return RateLimits.NAME;
  }

  @Override
  public RetryPolicy policy() {
    return RateLimits.policy();
  }
}
