package io.retrykit.policy;

import io.retrykit.backoff.Backoff;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.stream.Collectors;

/** A policy in words. */
final class Explanation {
  private static final int SHOWN = 8;
  private static final int SUMMED = 10_000;

  private Explanation() {}

  static String line(RetryPolicy policy) {
    StringBuilder text = new StringBuilder(policy.name()).append(": ").append(attempts(policy));
    if (policy.maxAttempts() > 1) {
      text.append("; ").append(policy.backoff());
    }
    text.append("; on ").append(policy.selection());
    policy
        .attemptTimeout()
        .ifPresent(limit -> text.append("; each attempt within ").append(words(limit)));
    policy.maxDuration().ifPresent(limit -> text.append("; all within ").append(words(limit)));
    if (!policy.guards().isEmpty()) {
      text.append("; guarded by ").append(guards(policy));
    }
    policy.budget().ifPresent(budget -> text.append("; budget ").append(budget.name()));
    return text.toString();
  }

  static String of(RetryPolicy policy) {
    StringBuilder text = new StringBuilder();
    line(text, "policy", policy.name());
    line(text, "attempts", attempts(policy));
    line(text, "retried", policy.selection().toString());
    if (policy.maxAttempts() > 1) {
      line(text, "pauses", policy.backoff().toString());
      line(text, "schedule", schedule(policy));
      if (policy.throttledBackoff() != policy.backoff()) {
        line(text, "throttled", policy.throttledBackoff().toString());
      }
    }
    line(text, "server hints", "obeyed up to " + words(policy.maxServerDelay()));
    policy
        .attemptTimeout()
        .ifPresent(limit -> line(text, "each attempt", "within " + words(limit)));
    policy
        .maxDuration()
        .ifPresent(
            limit -> line(text, "whole call", "no retry begins that would cross " + words(limit)));
    if (!policy.guards().isEmpty()) {
      line(
          text,
          "guards",
          guards(policy) + (policy.waitWhenRefused() ? ", waited for when they refuse" : ""));
    }
    policy.budget().map(RetryBudget::name).ifPresent(name -> line(text, "budget", name));
    line(text, "worst case", worst(policy));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String words) {
    text.append(what).append(": ").append(words).append('\n');
  }

  private static String attempts(RetryPolicy policy) {
    if (policy.isUnlimited()) {
      return "unlimited attempts";
    }
    return policy.maxAttempts() == 1
        ? "1 attempt, no retry"
        : "at most " + policy.maxAttempts() + " attempts";
  }

  private static String guards(RetryPolicy policy) {
    return policy.guards().stream().map(Guard::name).collect(Collectors.joining(", "));
  }

  /** "1s (500ms to 1.5s), 2s (1s to 3s), ...": for each retry the middle of its range, and the range. */
  private static String schedule(RetryPolicy policy) {
    StringBuilder text = new StringBuilder();
    Backoff backoff = policy.backoff();
    int retries = retries(policy);
    long previousMost = 0;
    for (int n = 1; n <= Math.min(retries, SHOWN); n++) {
      long least = backoff.leastNanos(n, previousMost);
      long most = backoff.mostNanos(n, previousMost);
      text.append(n == 1 ? "" : ", ").append(Nanos.text(least + (most - least) / 2));
      if (least != most) {
        text.append(" (")
            .append(Nanos.text(least))
            .append(" to ")
            .append(Nanos.text(most))
            .append(')');
      }
      previousMost = most;
    }
    return text.append(retries > SHOWN ? ", ..." : "").toString();
  }

  private static int retries(RetryPolicy policy) {
    int retries = policy.isUnlimited() ? Integer.MAX_VALUE : policy.maxAttempts() - 1;
    return Math.min(retries, policy.backoff().limit());
  }

  private static String worst(RetryPolicy policy) {
    int retries = retries(policy);
    if (retries == 0) {
      return "1 attempt" + perAttempt(policy, 1);
    }
    long most = 0;
    long expected = 0;
    long lastMost = 0;
    long lastExpected = 0;
    int summed = Math.min(retries, SUMMED);
    for (int n = 1; n <= summed; n++) {
      long low = policy.backoff().leastNanos(n, lastExpected);
      long high = policy.backoff().mostNanos(n, lastExpected);
      lastExpected = low + (high - low) / 2;
      lastMost = policy.backoff().mostNanos(n, lastMost);
      expected = Nanos.plus(expected, lastExpected);
      most = Nanos.plus(most, lastMost);
    }
    long rest = retries - (long) summed;
    most = Nanos.plus(most, Nanos.times(lastMost, rest));
    expected = Nanos.plus(expected, Nanos.times(lastExpected, rest));
    long limit = policy.maxDuration().map(d -> Nanos.of("maxDuration", d)).orElse(Nanos.FOREVER);
    String count = policy.isUnlimited() && retries == Integer.MAX_VALUE
        ? "attempts without number"
        : (retries + 1L) + " attempts";
    return count
        + " with " + Nanos.text(Math.min(most, limit)) + " of pauses, "
        + Nanos.text(Math.min(expected, limit)) + " expected if every attempt fails"
        + perAttempt(policy, retries + 1L);
  }

  private static String perAttempt(RetryPolicy policy, long attempts) {
    return policy
        .attemptTimeout()
        .map(limit -> ", and "
            + Nanos.text(Nanos.times(Nanos.of("attemptTimeout", limit), attempts)) + " of attempts")
        .orElse(", and the time the attempts take");
  }

  private static String words(Duration duration) {
    return Nanos.text(Nanos.of("duration", duration));
  }
}
