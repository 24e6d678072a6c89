package io.retrykit.spi;

import io.retrykit.failure.Classifier;
import io.retrykit.policy.RetryPolicy;

/** Plugs in a classifier for every policy, after those the policy has by hand. */
public interface ClassifierProvider extends Provider {
  /** Returns the classifier. */
  Classifier classifier();

  /**
   * Returns the classifier for one policy; asked whenever a policy is put to use. The same for all unless overridden.
   *
   * @param policy what the user wrote, for a classifier that says less where the choice is written
   */
  default Classifier classifier(RetryPolicy policy) {
    return classifier();
  }
}
