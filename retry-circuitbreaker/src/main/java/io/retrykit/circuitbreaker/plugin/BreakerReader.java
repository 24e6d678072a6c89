package io.retrykit.circuitbreaker.plugin;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitBreakerBuilder;
import io.retrykit.guard.Guard;
import io.retrykit.guard.KeyLimits;
import io.retrykit.spi.ExceptionNames;
import io.retrykit.spi.ProviderSettings;
import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads the settings of one breaker, and refuses those that do not go together, naming both. */
final class BreakerReader {
  private static final String CONSECUTIVE = "consecutive-failures";
  private static final String FAILURES = "failures";
  private static final String OF_CALLS = "of-calls";
  private static final String WINDOW_CALLS = "window-calls";
  private static final String WINDOW_TIME = "window-time";
  private static final String WINDOW_BUCKETS = "window-buckets";
  private static final String FAILURE_RATE = "failure-rate";
  private static final String MINIMUM_CALLS = "minimum-calls";
  private static final String SLOW_THRESHOLD = "slow-call-threshold";
  private static final String SLOW_RATE = "slow-call-rate";
  private static final String OPEN_TIME = "open-time";
  private static final String GROWTH = "open-time-growth";
  private static final String OPEN_MAX = "open-time-max";
  private static final String OPEN_JITTER = "open-time-jitter";
  private static final String PROBES = "probes";
  private static final String SUCCESSES = "success-threshold";
  private static final String LEASE_TIME = "lease-time";
  private static final String FAILURE_ON = "failure-on";
  private static final String IGNORE = "ignore";
  private static final String IGNORE_LIMITS = "ignore-rate-limits";
  private static final String PER_KEY = "per-key";
  private static final String MAX_KEYS = "max-keys";
  private static final String IDLE = "idle";

  private static final List<String> KEYS = List.of(
      CONSECUTIVE,
      FAILURES,
      OF_CALLS,
      WINDOW_CALLS,
      WINDOW_TIME,
      WINDOW_BUCKETS,
      FAILURE_RATE,
      MINIMUM_CALLS,
      SLOW_THRESHOLD,
      SLOW_RATE,
      OPEN_TIME,
      GROWTH,
      OPEN_MAX,
      OPEN_JITTER,
      PROBES,
      SUCCESSES,
      LEASE_TIME,
      FAILURE_ON,
      IGNORE,
      IGNORE_LIMITS,
      PER_KEY,
      MAX_KEYS,
      IDLE);

  /** What means nothing without something else. */
  private static final Map<String, String> NEEDED = new TreeMap<>(Map.of(
      FAILURES, OF_CALLS,
      OF_CALLS, FAILURES,
      WINDOW_BUCKETS, WINDOW_TIME,
      SLOW_THRESHOLD, SLOW_RATE,
      SLOW_RATE, SLOW_THRESHOLD,
      GROWTH, OPEN_TIME,
      OPEN_MAX, GROWTH));

  /** What is one way of counting, against what is another. */
  private static final Map<String, List<String>> EXCLUDED = new TreeMap<>(Map.of(
      CONSECUTIVE,
      List.of(FAILURES, WINDOW_CALLS, WINDOW_TIME, FAILURE_RATE, MINIMUM_CALLS, SLOW_THRESHOLD),
      FAILURES,
      List.of(WINDOW_CALLS, WINDOW_TIME, FAILURE_RATE, MINIMUM_CALLS, SLOW_THRESHOLD),
      WINDOW_CALLS,
      List.of(WINDOW_TIME)));

  private static final int MOST_CALLS = 1_000_000;
  private static final int MOST_PROBES = 100_000;
  private static final int MOST_BUCKETS = 1_000;
  private static final double LEAST_PERCENT = 0.001;
  private static final double MOST_GROWTH = 1_000;
  private static final int DEFAULT_PROBES = 3;
  private static final int DEFAULT_BUCKETS = 10;
  private static final int DEFAULT_ROOM = 10;
  private static final Duration DEFAULT_OPEN_TIME = Duration.ofSeconds(30);

  private final ProviderSettings settings;
  private final String name;
  private final CircuitBreakerBuilder breaker;

  BreakerReader(ProviderSettings settings) {
    this.settings = settings;
    this.name = settings.policy() + "." + CircuitBreakerProvider.NAME;
    this.breaker = CircuitBreaker.builder(name);
  }

  Guard read() {
    KEYS.forEach(settings::text);
    settings.rejectUnread(); // a key misspelt is likelier than one that was forgotten
    requireThatTheyGoTogether();
    readTripRule();
    readOpenTime();
    readProbation();
    readCounting();
    return make();
  }

  private void requireThatTheyGoTogether() {
    NEEDED.forEach((key, other) -> {
      if (isSet(key) && !isSet(other)) {
        throw new IllegalArgumentException(quote(key) + " needs " + other);
      }
    });
    EXCLUDED.forEach((key, others) -> others.stream()
        .filter(other -> isSet(key) && isSet(other))
        .forEach(other -> {
          throw new IllegalArgumentException(
              quote(key) + " and " + quote(other) + " exclude each other");
        }));
  }

  private void readTripRule() {
    integer(CONSECUTIVE, MOST_CALLS).ifPresent(n -> breaker.consecutiveFailures((int) n));
    OptionalLong calls = integer(OF_CALLS, MOST_CALLS);
    integer(FAILURES, MOST_CALLS).ifPresent(n -> {
      requireAtMost(FAILURES, OF_CALLS, n <= calls.orElse(n));
      breaker.failures((int) n, (int) calls.orElse(n));
    });
    integer(WINDOW_CALLS, MOST_CALLS).ifPresent(n -> breaker.countWindow((int) n));
    int buckets = (int) integer(WINDOW_BUCKETS, MOST_BUCKETS).orElse(DEFAULT_BUCKETS);
    time(WINDOW_TIME, window -> breaker.timeWindow(window, buckets));
    percent(FAILURE_RATE).ifPresent(breaker::failureRate);
    integer(MINIMUM_CALLS, Integer.MAX_VALUE).ifPresent(n -> breaker.minimumCalls((int) n));
    OptionalDouble slow = percent(SLOW_RATE);
    time(SLOW_THRESHOLD, threshold -> slow.ifPresent(rate -> breaker.slowCalls(threshold, rate)));
  }

  private void readOpenTime() {
    OptionalDouble growth = settings.number(GROWTH, 1, MOST_GROWTH);
    Optional<Duration> most = settings.duration(OPEN_MAX);
    OptionalDouble spread = settings.number(OPEN_JITTER, 0, 1);
    time(OPEN_TIME, breaker::openTime);
    Duration first = settings.duration(OPEN_TIME).orElse(DEFAULT_OPEN_TIME);
    most.ifPresent(cap -> requireAtMost(OPEN_TIME, OPEN_MAX, first.compareTo(cap) <= 0));
    Duration room = Duration.ofNanos(Nanos.times(Nanos.of(OPEN_TIME, first), DEFAULT_ROOM));
    Backoff time = growth.isPresent()
        ? Backoff.exponential(first, growth.getAsDouble(), most.orElse(room))
        : Backoff.fixed(first);
    breaker.openTime(
        spread.isPresent() ? time.jittered(Jitter.proportional(spread.getAsDouble())) : time);
  }

  private void readProbation() {
    OptionalLong probes = integer(PROBES, MOST_PROBES);
    probes.ifPresent(n -> breaker.probes((int) n));
    integer(SUCCESSES, MOST_PROBES).ifPresent(n -> {
      requireAtMost(SUCCESSES, PROBES, n <= probes.orElse(n));
      long most = probes.orElse(isSet(CONSECUTIVE) || isSet(FAILURES) ? 1 : DEFAULT_PROBES);
      if (n > most) {
        throw new IllegalArgumentException(
            quote(SUCCESSES) + " must not be more than " + PROBES + ", which is " + most);
      }
      breaker.successThreshold((int) n);
    });
    time(LEASE_TIME, breaker::leaseTime);
  }

  private void readCounting() {
    settings
        .text(FAILURE_ON)
        .ifPresent(
            names -> ExceptionNames.parse(whole(FAILURE_ON), names).forEach(breaker::failureOn));
    settings
        .text(IGNORE)
        .ifPresent(names -> ExceptionNames.parse(whole(IGNORE), names).forEach(breaker::ignore));
    if (settings.flag(IGNORE_LIMITS).orElse(false)) {
      breaker.ignoreRateLimits();
    }
  }

  private Guard make() {
    boolean perKey = settings.flag(PER_KEY).orElse(false);
    List.of(MAX_KEYS, IDLE).forEach(key -> {
      if (isSet(key) && !perKey) {
        throw new IllegalArgumentException(quote(key) + " needs " + PER_KEY + " = true");
      }
    });
    KeyLimits limits = KeyLimits.defaults();
    long maxKeys = integer(MAX_KEYS, Integer.MAX_VALUE).orElse(limits.maxKeys());
    Duration idle = settings.duration(IDLE).orElse(limits.idle());
    limits = limits.withMaxKeys((int) maxKeys).withIdle(idle);
    return perKey ? breaker.perKey(limits) : breaker.build();
  }

  private boolean isSet(String key) {
    return settings.text(key).isPresent();
  }

  private String whole(String key) {
    return name + "." + key;
  }

  private String quote(String key) {
    return whole(key) + " = " + settings.text(key).orElse("");
  }

  private void requireAtMost(String key, String most, boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException(quote(key) + " must not be more than " + quote(most));
    }
  }

  private OptionalLong integer(String key, int most) {
    return settings.integer(key, 1, most);
  }

  private OptionalDouble percent(String key) {
    return settings.number(key, LEAST_PERCENT, 100);
  }

  /** Hands on a duration; what the builder says against it is said of the key. */
  private void time(String key, Consumer<Duration> to) {
    settings.duration(key).ifPresent(value -> {
      try {
        to.accept(value);
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(quote(key) + ": " + wrong.getMessage(), wrong);
      }
    });
  }
}
