package io.retrykit.benchmarks.report;

import java.util.regex.Pattern;

/** What a contender's name says. */
enum Contender {
  /** What one would write by hand, or what nobody can do without. */
  LIMIT("handWritten.*|bare.*|clock.*|threeClocks|fetchAndAdd|readingAndDraw"),
  /** A released library. */
  PEER(
      "(resilience4j|failsafe|spring7|springRetry|guavaRetrying|guava|smallrye|aws|bucket4j|netty|jdk)([A-Z].*)?"),
  /** Ours. */
  OURS(".*");

  private final Pattern names;

  Contender(String names) {
    this.names = Pattern.compile(names);
  }

  static Contender of(String name) {
    for (Contender each : values()) {
      if (each.names.matcher(name).matches()) {
        return each;
      }
    }
    throw new AssertionError("OURS is everybody else");
  }
}
