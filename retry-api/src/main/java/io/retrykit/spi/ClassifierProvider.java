package io.retrykit.spi;

import io.retrykit.failure.Classifier;

/** Plugs in a classifier for every policy, after those the policy has by hand. */
public interface ClassifierProvider extends Provider {
  /** Returns the classifier; asked whenever a policy is put to use. */
  Classifier classifier();
}
