package io.retrykit.throttle.plugin;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.PolicyProvider;
import io.retrykit.throttle.RateLimits;

/** The standard retry mode of the AWS SDKs, by name. */
public final class AwsStandardPolicy implements PolicyProvider {
  /** Called by the service loader. */
  public AwsStandardPolicy() {}

  @Override
  public String name() {
    return "aws-standard";
  }

  @Override
  public RetryPolicy policy() {
    return RateLimits.awsStandard();
  }
}
