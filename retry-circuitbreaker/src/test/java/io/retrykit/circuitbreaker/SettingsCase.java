package io.retrykit.circuitbreaker;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The published cases that are about settings alone. */
final class SettingsCase {
  private static final Outcome FAILURE = Outcome.ofFailure(new IllegalStateException("failed"));

  private SettingsCase() {}

  /** Returns which of the settings, each a name and a value, are taken, though they have to be refused. */
  static List<String> accepted(JsonNode settings) {
    List<String> accepted = new ArrayList<>();
    for (JsonNode setting : settings) {
      String[] parts = setting.asText().split("=", 2);
      if (!isRefused(parts[0], Integer.parseInt(parts[1]))) {
        accepted.add(setting.asText());
      }
    }
    return accepted;
  }

  private static boolean isRefused(String name, int value) {
    CircuitBreakerBuilder builder = CircuitBreaker.builder("published");
    return switch (name) {
      case "failureRateThreshold" -> isRefused(() -> builder.failureRate(value));
      case "minimumCalls" -> isRefused(() -> builder.minimumCalls(value));
      case "halfOpenPermits" -> isRefused(() -> builder.probes(value));
      case "openWaitMs" -> isRefused(() -> builder.openTime(ofMillis(value)));
      case "slowCallRateThreshold" -> isRefused(() -> builder.slowCalls(ofSeconds(1), value));
      case "slowCallDurationMs" -> isRefused(() -> builder.slowCalls(ofMillis(value), 50));
      case "windowSize" ->
        isRefused(() -> builder.countWindow(value))
            && isRefused(() -> builder.timeWindow(ofSeconds(value)));
      default -> throw new IllegalStateException("a setting that is not known: " + name);
    };
  }

  private static boolean isRefused(Runnable setting) {
    return catchThrowable(setting::run) instanceof IllegalArgumentException;
  }

  /** Returns whether failures open the breaker sooner or later than they have to. */
  static List<String> minimumDifferences(JsonNode effective) {
    CircuitBreaker breaker = CircuitBreaker.builder("published")
        .countWindow(effective.path("windowSize").asInt())
        .minimumCalls(effective.path("minimumCalls_given").asInt())
        .build();
    int calls = 0;
    while (breaker.state() == CircuitState.CLOSED && calls < 100) {
      Object lease = breaker.admit(Calls.REQUEST).lease();
      breaker.failed(lease, FAILURE, Verdict.noOpinion(), 0);
      calls++;
    }
    int expected = effective.path("minimumCalls").asInt();
    return calls == expected ? List.of() : List.of("opens at " + calls + ", not " + expected);
  }
}
