package io.retrykit.throttle.plugin;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.PolicyProvider;
import io.retrykit.throttle.RateLimits;

/** The standard retry mode of the AWS SDKs by the rules of 2026, by name. */
public final class AwsStandard2026Policy implements PolicyProvider {
  /** Called by the service loader. */
  public AwsStandard2026Policy() {}

  @Override
  public String name() {
    return "aws-standard-2026";
  }

  @Override
  public RetryPolicy policy() {
    return RateLimits.awsStandard2026();
  }
}
