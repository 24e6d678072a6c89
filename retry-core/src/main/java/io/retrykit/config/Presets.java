package io.retrykit.config;

import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.PolicyProvider;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The policies that jars plug in, each of them one: whoever asks for one again, or is based on it, has the same budget and
 * guards. Safe for use by many threads.
 */
final class Presets {
  private final ConcurrentMap<String, RetryPolicy> made = new ConcurrentHashMap<>();

  Optional<RetryPolicy> named(String name) {
    RetryPolicy known = made.get(name);
    return known == null ? make(name) : Optional.of(known);
  }

  /** Holds no lock: what makes a policy is foreign code, and may itself ask for another one. */
  private Optional<RetryPolicy> make(String name) {
    return Extensions.named(PolicyProvider.class, name)
        .map(PolicyProvider::policy)
        .map(policy -> {
          RetryPolicy earlier = made.putIfAbsent(name, policy);
          return earlier == null ? policy : earlier;
        });
  }
}
