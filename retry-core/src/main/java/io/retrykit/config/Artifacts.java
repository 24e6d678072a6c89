package io.retrykit.config;

import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.PolicyProvider;
import io.retrykit.spi.Provider;
import java.util.Map;

/** What comes with which jar of ours, for whoever has forgotten the jar. */
final class Artifacts {
  private static final String BREAKER = "io.retrykit:retry-circuitbreaker";
  private static final String LIMITS = "io.retrykit:retry-ratelimit";

  private static final Map<Class<? extends Provider>, Map<String, String>> KNOWN = Map.of(
      GuardProvider.class,
      Map.of(
          "circuit-breaker", BREAKER,
          "rate-limiter", LIMITS,
          "quota", LIMITS,
          "adaptive-rate", LIMITS),
      BudgetProvider.class,
      Map.of(
          "aws-standard", LIMITS,
          "aws-standard-2026", LIMITS,
          "grpc-throttle", LIMITS,
          "percentage", LIMITS),
      PolicyProvider.class,
      Map.of("rate-limit", LIMITS, "aws-standard", LIMITS, "aws-standard-2026", LIMITS));

  private Artifacts() {}

  /** Returns the end of a message that something is not there: empty, unless it comes with a jar of ours. */
  static <P extends Provider> String hint(Class<P> point, String name) {
    String artifact = KNOWN.getOrDefault(point, Map.of()).get(name);
    return artifact == null
        ? ""
        : "; it comes with " + artifact
            + ", which is not on the path, or could not be loaded (see the log)";
  }
}
