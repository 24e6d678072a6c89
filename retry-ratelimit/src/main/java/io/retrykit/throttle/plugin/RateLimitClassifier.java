package io.retrykit.throttle.plugin;

import io.retrykit.failure.Classifier;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ClassifierProvider;
import io.retrykit.throttle.RateLimits;

/** Lets every policy recognise rate limits and obey what servers say. */
public final class RateLimitClassifier implements ClassifierProvider {
  /** Called by the service loader. */
  public RateLimitClassifier() {}

  @Override
  public String name() {
    return RateLimits.NAME;
  }

  @Override
  public Classifier classifier() {
    return RateLimits.classifier();
  }

  /** Where the user has written what to retry on, a request that seems hopeless is what that choice makes of it. */
  @Override
  public Classifier classifier(RetryPolicy policy) {
    return policy.selection().isWritten() ? RateLimits.refiningClassifier() : classifier();
  }
}
