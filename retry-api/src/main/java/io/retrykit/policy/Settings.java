package io.retrykit.policy;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.failure.Classifier;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything a builder has been told. Belongs to one builder, or, never changed again, to one policy. Null stands for
 * "not said": then the default holds, and combinations that contradict each other can be told apart.
 */
final class Settings {
  static final Duration INITIAL_DELAY = Duration.ofSeconds(1);
  static final Duration MAX_DELAY = Duration.ofSeconds(60);
  static final Duration MAX_SERVER_DELAY = Duration.ofMinutes(5);
  static final double EXPONENTIAL_BASE = 2.0;
  private static final int MOST_LOOKED_AT = 32;

  String name = "retry";
  int maxAttempts = 3;

  @Nullable
  Duration initialDelay;

  @Nullable
  Duration maxDelay;

  @Nullable
  Double exponentialBase;

  @Nullable
  Jitter jitter;

  @Nullable
  Backoff backoff;

  @Nullable
  Backoff throttledBackoff;

  @Nullable
  Duration maxDuration;

  @Nullable
  Duration attemptTimeout;

  Duration maxServerDelay = MAX_SERVER_DELAY;
  boolean waitWhenRefused;
  boolean throwOnExhaustedResult;
  boolean causes;
  boolean discovery = true;

  @Nullable
  Consumer<Object> onDiscard;

  @Nullable
  RetryBudget budget;

  RandomGenerator random = ThreadLocalSource.INSTANCE;
  Timebase timebase = Timebase.system();
  List<FailureRule> retryOn = new ArrayList<>();
  List<FailureRule> abortOn = new ArrayList<>();
  List<ResultRule> retryOnResult = new ArrayList<>();
  List<ResultRule> abortOnResult = new ArrayList<>();
  List<RetryListener> listeners = new ArrayList<>();
  List<Classifier> classifiers = new ArrayList<>();
  List<Guard> guards = new ArrayList<>();

  Settings copy() {
    Settings copy = single();
    copy.retryOn = new ArrayList<>(retryOn);
    copy.abortOn = new ArrayList<>(abortOn);
    copy.retryOnResult = new ArrayList<>(retryOnResult);
    copy.abortOnResult = new ArrayList<>(abortOnResult);
    copy.listeners = new ArrayList<>(listeners);
    copy.classifiers = new ArrayList<>(classifiers);
    copy.guards = new ArrayList<>(guards);
    return copy;
  }

  /** Returns a copy that is not to be changed any more; its empty lists take no memory. */
  Settings frozen() {
    Settings copy = single();
    copy.retryOn = List.copyOf(retryOn);
    copy.abortOn = List.copyOf(abortOn);
    copy.retryOnResult = List.copyOf(retryOnResult);
    copy.abortOnResult = List.copyOf(abortOnResult);
    copy.listeners = List.copyOf(listeners);
    copy.classifiers = List.copyOf(classifiers);
    copy.guards = List.copyOf(guards);
    return copy;
  }

  /** Copies all but the lists. */
  private Settings single() {
    Settings copy = new Settings();
    copy.name = name;
    copy.maxAttempts = maxAttempts;
    copy.initialDelay = initialDelay;
    copy.maxDelay = maxDelay;
    copy.exponentialBase = exponentialBase;
    copy.jitter = jitter;
    copy.backoff = backoff;
    copy.throttledBackoff = throttledBackoff;
    copy.maxDuration = maxDuration;
    copy.attemptTimeout = attemptTimeout;
    copy.maxServerDelay = maxServerDelay;
    copy.waitWhenRefused = waitWhenRefused;
    copy.throwOnExhaustedResult = throwOnExhaustedResult;
    copy.causes = causes;
    copy.discovery = discovery;
    copy.onDiscard = onDiscard;
    copy.budget = budget;
    copy.random = random;
    copy.timebase = timebase;
    return copy;
  }

  Backoff effectiveBackoff() {
    if (backoff != null) {
      return shaped(backoff);
    }
    Backoff formula = Backoff.exponential(
        initialDelay == null ? INITIAL_DELAY : initialDelay,
        exponentialBase == null ? EXPONENTIAL_BASE : exponentialBase,
        maxDelay == null ? MAX_DELAY : maxDelay);
    return formula.jittered(jitter == null ? Jitter.proportional() : jitter);
  }

  @Nullable
  Backoff effectiveThrottledBackoff() {
    return throttledBackoff == null ? null : shaped(throttledBackoff);
  }

  /** A backoff given by hand stays as it was written, save for a cap and a jitter that were written as well. */
  private Backoff shaped(Backoff written) {
    Backoff capped = maxDelay == null ? written : written.cappedAt(maxDelay);
    Backoff spread = jitter == null ? capped : capped.jittered(jitter);
    return maxDelay == null && Jitter.decorrelated().equals(jitter) && growsForEver(spread)
        ? bounded(written).jittered(Jitter.decorrelated())
        : spread;
  }

  /** A jitter that feeds on its own draws has no end but a cap; a backoff of several parts may begin that late. */
  private static boolean growsForEver(Backoff spread) {
    int last = Math.min(spread.limit(), MOST_LOOKED_AT);
    for (int failures = 2; failures <= last; failures++) {
      if (spread.mostNanos(failures, Nanos.FOREVER / 2) > Nanos.FOREVER / 2) {
        return true;
      }
    }
    return false;
  }

  private static Backoff bounded(Backoff written) {
    Duration first = Duration.ofNanos(written.mostNanos(1, Backoff.UNKNOWN));
    return written.cappedAt(first.compareTo(MAX_DELAY) > 0 ? first : MAX_DELAY);
  }

  /** Checks the rules between two settings, so that the order they are given in never matters. */
  void check(Backoff effective) {
    if (backoff != null && (initialDelay != null || exponentialBase != null)) {
      throw new IllegalArgumentException(
          "backoff replaces initialDelay and exponentialBase, set one or the other; backoff was "
              + backoff);
    }
    if (maxAttempts == Integer.MAX_VALUE && maxDuration == null && budget == null) {
      throw new IllegalArgumentException(
          "unlimitedAttempts needs a maxDuration or a budget, was given neither");
    }
    if (waitWhenRefused && maxDuration == null) {
      throw new IllegalArgumentException(
          "waitWhenRefused needs a maxDuration to end the wait, was given none");
    }
    if (maxDuration != null && maxAttempts > 1) {
      Duration least = Duration.ofNanos(effective.leastNanos(1, 0));
      if (least.compareTo(maxDuration) >= 0) {
        throw new IllegalArgumentException(
            "maxDuration must leave room for the first pause of at least "
                + least
                + ", or no retry could ever begin, was "
                + maxDuration);
      }
    }
  }
}
