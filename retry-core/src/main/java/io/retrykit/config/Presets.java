package io.retrykit.config;

import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.PolicyProvider;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The policies that jars plug in, each made once: whoever asks for one again, or is based on it, has the same budget and
 * guards. Safe for use by many threads.
 */
final class Presets {
  private final ConcurrentMap<String, RetryPolicy> made = new ConcurrentHashMap<>();

  Optional<RetryPolicy> named(String name) {
    return Optional.ofNullable(made.computeIfAbsent(
        name,
        wanted -> Extensions.named(PolicyProvider.class, wanted)
            .map(PolicyProvider::policy)
            .orElse(null)));
  }
}
