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
    StringBuilder text =
        new StringBuilder(policy.name()).append(": attempts ").append(attempts(policy));
    if (policy.maxAttempts() > 1) {
      text.append("; ").append(policy.backoff());
      text.append("; on ").append(policy.selection());
    }
    policy
        .attemptTimeout()
        .ifPresent(limit -> text.append("; each attempt within ").append(words(limit)));
    policy.maxDuration().ifPresent(limit -> text.append("; no retry after ").append(words(limit)));
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
    if (policy.maxAttempts() > 1) {
      line(text, "retried", policy.selection() + classified(policy));
      line(text, "pauses", policy.backoff().toString());
      line(text, "schedule", schedule(policy));
      if (!policy.throttledBackoff().equals(policy.backoff())) {
        line(text, "when throttled", policy.throttledBackoff().toString());
      }
      line(text, "server hints", hints(policy));
    }
    policy
        .attemptTimeout()
        .ifPresent(limit -> line(text, "each attempt", "within " + words(limit)));
    policy
        .maxDuration()
        .ifPresent(
            limit -> line(text, "whole call", "no pause begins that would cross " + words(limit)));
    if (!policy.guards().isEmpty()) {
      line(
          text,
          "guards",
          guards(policy) + (policy.waitWhenRefused() ? ", waited for where they refuse" : ""));
    }
    policy.budget().map(RetryBudget::name).ifPresent(name -> line(text, "budget", name));
    line(text, "worst case", worst(policy));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String words) {
    text.append(what).append(": ").append(words).append('\n');
  }

  private static String classified(RetryPolicy policy) {
    int count = policy.classifiers().size();
    return count == 0
        ? ""
        : count == 1
            ? "; a classifier is asked first"
            : "; " + count + " classifiers are asked first";
  }

  private static String attempts(RetryPolicy policy) {
    if (policy.isUnlimited()) {
      return "unlimited";
    }
    return policy.maxAttempts() == 1 ? "1, no retry" : "at most " + policy.maxAttempts();
  }

  private static String guards(RetryPolicy policy) {
    return policy.guards().stream().map(Guard::name).collect(Collectors.joining(", "));
  }

  /** "1s (500ms to 1.5s), 2s (1s to 3s), ...": for each retry the middle of its range, and the range. */
  private static String schedule(RetryPolicy policy) {
    StringBuilder text = new StringBuilder();
    Backoff backoff = policy.backoff();
    int retries = retries(policy, backoff);
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

  private static int retries(RetryPolicy policy, Backoff backoff) {
    int retries = policy.isUnlimited() ? Integer.MAX_VALUE : policy.maxAttempts() - 1;
    return Math.min(retries, backoff.limit());
  }

  private static String worst(RetryPolicy policy) {
    int retries =
        Math.max(retries(policy, policy.backoff()), retries(policy, policy.throttledBackoff()));
    if (retries == 0) {
      return policy
              .attemptTimeout()
              .map(limit -> "1 attempt of " + words(limit))
              .orElse("1 attempt, and the time it takes")
          + aside(policy, false);
    }
    Pauses pauses = Pauses.of(policy, retries);
    long attempts = policy
        .attemptTimeout()
        .map(limit -> Nanos.times(Nanos.of("attemptTimeout", limit), retries + 1L))
        .orElse(Nanos.FOREVER);
    boolean timed = attempts != Nanos.FOREVER;
    long together = timed ? Nanos.plus(pauses.most, attempts) : pauses.most;
    boolean endless = retries == Integer.MAX_VALUE;
    if (policy.maxDuration().isPresent() && together >= limit(policy)) {
      return (endless ? "as many attempts" : "as many of " + (retries + 1L) + " attempts")
          + " as can begin within " + Nanos.text(limit(policy));
    }
    return (endless ? "any number of attempts" : (retries + 1L) + " attempts")
        + pauses.text(policy)
        + aside(policy, true)
        + (timed
            ? ", and " + Nanos.text(attempts) + " of attempts"
            : ", and the time the attempts take");
  }

  private static long limit(RetryPolicy policy) {
    return policy.maxDuration().map(d -> Nanos.of("maxDuration", d)).orElse(Nanos.FOREVER);
  }

  /** What comes on top, as nobody knows it before. */
  private static String aside(RetryPolicy policy, boolean retries) {
    boolean hints = retries && readsHints(policy) && !policy.maxServerDelay().isZero();
    boolean guards = !policy.guards().isEmpty();
    if (!hints && !guards) {
      return "";
    }
    String which =
        hints ? guards ? "server hints and waits for guards" : "server hints" : "waits for guards";
    return ", " + which + " aside";
  }

  private static boolean readsHints(RetryPolicy policy) {
    return policy.discovery() || !policy.classifiers().isEmpty();
  }

  private static String hints(RetryPolicy policy) {
    if (!readsHints(policy)) {
      return "none read, there is no classifier";
    }
    return policy.maxServerDelay().isZero()
        ? "none obeyed, any ends the retrying"
        : "obeyed up to " + words(policy.maxServerDelay()) + " each";
  }

  /**
   * The pauses of a call whose every attempt fails.
   *
   * @param most if each were as long as it can be, and of whichever backoff is longer
   * @param average of the ordinary backoff; below zero if it depends on the draws before
   */
  private record Pauses(long most, long average) {
    static Pauses of(RetryPolicy policy, int retries) {
      Sum own = new Sum(policy.backoff());
      Sum throttled = new Sum(policy.throttledBackoff());
      long most = 0;
      long lastMost = 0;
      int summed = Math.min(retries, SUMMED);
      for (int n = 1; n <= summed; n++) {
        own.add(n);
        throttled.add(n);
        lastMost = Math.max(own.lastMost, throttled.lastMost);
        most = Nanos.plus(most, lastMost);
      }
      long rest = retries - (long) summed;
      return new Pauses(
          Nanos.plus(most, Nanos.times(lastMost, rest)),
          own.drawsOnDraws ? -1 : Nanos.plus(own.expected, Nanos.times(own.lastExpected, rest)));
    }

    String text(RetryPolicy policy) {
      if (most == Nanos.FOREVER) {
        return " with pauses that never end";
      }
      String which = policy.throttledBackoff().equals(policy.backoff()) ? "" : " if not throttled";
      return " with " + Nanos.text(most) + " of pauses"
          + (average < 0 || average == most
              ? ""
              : " (" + Nanos.text(average) + " on average" + which + ")");
    }
  }

  /** Adds up the pauses of one backoff, for a call whose every attempt fails. */
  private static final class Sum {
    private final Backoff backoff;
    private long expected;
    private long lastExpected;
    private long lastMost;
    private boolean drawsOnDraws;

    Sum(Backoff backoff) {
      this.backoff = backoff;
    }

    void add(int n) {
      if (n > backoff.limit()) {
        lastMost = 0;
        lastExpected = 0;
        return;
      }
      long low = backoff.leastNanos(n, lastMost);
      long high = backoff.mostNanos(n, lastMost);
      drawsOnDraws |= high != backoff.mostNanos(n, 0);
      lastExpected = low + (high - low) / 2;
      expected = Nanos.plus(expected, lastExpected);
      lastMost = high;
    }
  }

  private static String words(Duration duration) {
    return Nanos.text(Nanos.of("duration", duration));
  }
}
