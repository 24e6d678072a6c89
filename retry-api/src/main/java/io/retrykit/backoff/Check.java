package io.retrykit.backoff;

/** Argument checks whose message gives the argument, the rule and what arrived. */
final class Check {
  private Check() {}

  static void that(boolean holds, String rule, Object was) {
    if (!holds) {
      throw new IllegalArgumentException(rule + was);
    }
  }

  static void failedAttempts(int failedAttempts, int limit) {
    if (failedAttempts < 1) {
      throw new IllegalArgumentException("failedAttempts must be 1 or more, was " + failedAttempts);
    }
    if (failedAttempts > limit) {
      throw new IllegalArgumentException("failedAttempts must be at most " + limit
          + ", where this backoff ends, was " + failedAttempts);
    }
  }
}
