package io.retrykit.circuitbreaker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/** The settings of a published sequence, in our words. One that is not known fails, lest a case be played without it. */
final class SequenceConfig {
  /** What says nothing of a breaker, or is heeded elsewhere. */
  private static final Set<String> KNOWN = Set.of(
      "engine",
      "compare",
      "metricsOnly",
      "rateRounding",
      "startAligned",
      "countsAsOfLastFullBucket");

  private final JsonNode config;
  private final Set<String> used = new TreeSet<>(KNOWN);
  private final CircuitBreakerBuilder builder = CircuitBreaker.builder("published");

  private SequenceConfig(JsonNode config) {
    this.config = config;
  }

  /** What the tables call IGNORED. */
  static final class Ignored extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static CircuitBreakerBuilder builder(JsonNode config) {
    return new SequenceConfig(config).read();
  }

  private CircuitBreakerBuilder read() {
    switch (config.path("engine").asText()) {
      case "rate-window" -> rates();
      case "count-of-n" -> builder.failures(whole("failures"), whole("of"));
      case "consecutive" -> builder.consecutiveFailures(whole("failures"));
      default -> throw new IllegalArgumentException("an engine that is not known: " + config);
    }
    if (has("openWaitMs")) {
      builder.openTime(millis("openWaitMs"));
    }
    if (has("trialIntervalMs")) { // a trial that is not heard of gives way to another
      builder.leaseTime(millis("trialIntervalMs"));
    }
    if (has("halfOpenPermits")) {
      builder.probes(whole("halfOpenPermits"));
    }
    if (has("successes")) {
      builder.probes(whole("successOf")).successThreshold(whole("successes"));
    }
    if (has("ignored")) {
      builder.ignore(Ignored.class);
    }
    requireAllUsed();
    return builder;
  }

  private void rates() {
    int size = whole("windowSize");
    if (text("windowType").equals("TIME")) {
      if (config.path("bucketMs").asInt(1000) != 1000) {
        throw new IllegalArgumentException("buckets of another length than a second: " + config);
      }
      builder.timeWindow(Duration.ofSeconds(size), size);
    } else {
      builder.countWindow(size);
    }
    used.add("bucketMs");
    builder.minimumCalls(whole("minimumCalls")).failureRate(threshold("failureRateThreshold"));
    if (has("slowCallDurationMs")) {
      builder.slowCalls(millis("slowCallDurationMs"), threshold("slowCallRateThreshold"));
    }
  }

  /** A threshold which has to be passed, not reached, is the next number; one beyond 100 % is out of reach with 100 too. */
  private double threshold(String name) {
    used.add(name);
    double percent = Math.min(100, config.path(name).asDouble());
    return config.path("compare").asText().equals(">") ? Math.nextUp(percent) : percent;
  }

  private boolean has(String name) {
    used.add(name);
    return config.hasNonNull(name);
  }

  private String text(String name) {
    used.add(name);
    return config.path(name).asText();
  }

  private int whole(String name) {
    used.add(name);
    if (!config.path(name).isIntegralNumber()) {
      throw new IllegalArgumentException("no " + name + " in " + config);
    }
    return config.path(name).asInt();
  }

  private Duration millis(String name) {
    return Duration.ofMillis(whole(name));
  }

  private void requireAllUsed() {
    Set<String> unused = new TreeSet<>();
    for (Iterator<String> names = config.fieldNames(); names.hasNext(); ) {
      unused.add(names.next());
    }
    unused.removeAll(used);
    unused.removeIf(name -> config.path(name).isNull());
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException("settings that are not known: " + unused);
    }
  }
}
