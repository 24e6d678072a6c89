package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** One published sequence, played on a breaker in virtual time: what is done, and what is seen after it. */
final class SequenceCase {
  private static final Outcome FAILURE = Outcome.ofFailure(new IllegalStateException("failed"));

  private final JsonNode published;
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final CircuitBreaker breaker;
  private final Deque<Admission> granted = new ArrayDeque<>();
  private final List<String> differences = new ArrayList<>();
  private int thresholdsTold;
  private boolean permitted;
  private boolean rejected;

  SequenceCase(JsonNode published) {
    this.published = published;
    JsonNode config = published.path("config");
    this.breaker = SequenceConfig.builder(config)
        .timebase(time)
        .listener(new CircuitListener() {
          @Override
          public void onTransition(CircuitTransition transition) {}

          @Override
          public void onThreshold(CircuitSnapshot snapshot) {
            thresholdsTold++;
          }
        })
        .build();
    if (config.path("metricsOnly").asBoolean()) {
      breaker.metricsOnly();
    }
  }

  /** Opens the breaker before the first step. */
  SequenceCase fromOpen() {
    breaker.open();
    return this;
  }

  /** Plays all steps; returns where we differ: the step, from 1, what was looked at, and both answers. */
  List<String> differences() {
    int number = 0;
    for (JsonNode step : published.path("steps")) {
      number++;
      play(step);
      for (Map.Entry<String, JsonNode> expected : step.path("expect").properties()) {
        String theirs = text(expected.getKey(), expected.getValue());
        String ours = seen(expected.getKey());
        if (!theirs.equals(ours)) {
          differences.add(number + " " + expected.getKey() + ": " + theirs + ", ours " + ours);
        }
      }
    }
    return differences;
  }

  private void play(JsonNode step) {
    rejected = false;
    switch (step.path("op").asText()) {
      case "call" -> call(step.path("outcome").asText(), step.path("durationMs").asLong());
      case "bulk" -> bulk(step);
      case "tryAcquire" -> acquire();
      case "report" -> report(step.path("outcome").asText(), 0);
      case "release" -> breaker.abandoned(granted.removeLast().lease());
      case "tick" -> time.advance(Duration.ofMillis(step.path("ms").asLong()));
      case "openFor" -> breaker.openFor(Duration.ofMillis(step.path("ms").asLong()));
      case "reset" -> breaker.reset();
      case "force" -> force(step.path("state").asText());
      default -> throw new IllegalArgumentException("an operation that is not known: " + step);
    }
  }

  private void call(String outcome, long millis) {
    acquire();
    if (permitted) {
      report(outcome, millis);
    }
  }

  private void bulk(JsonNode step) {
    if (step.has("atMs")) {
      time.advance(Duration.ofMillis(step.path("atMs").asLong()).minus(time.elapsed()));
    }
    for (int i = 0; i < step.path("ok").asInt(); i++) {
      call("ok", 0);
    }
    for (int i = 0; i < step.path("fail").asInt(); i++) {
      call("fail", 0);
    }
  }

  private void acquire() {
    Admission answer = breaker.admit(Calls.REQUEST);
    permitted = answer.isGranted();
    if (permitted) {
      granted.addLast(answer);
    }
  }

  private void report(String outcome, long millis) {
    long nanos = Duration.ofMillis(millis).toNanos();
    Object lease = granted.removeLast().lease();
    switch (outcome) {
      case "ok" -> breaker.succeeded(lease, null, nanos);
      case "fail" -> breaker.failed(lease, FAILURE, Verdict.noOpinion(), nanos);
      case "IGNORED" ->
        breaker.failed(
            lease, Outcome.ofFailure(new SequenceConfig.Ignored()), Verdict.noOpinion(), nanos);
      default -> throw new IllegalArgumentException("an outcome that is not known: " + outcome);
    }
  }

  private void force(String state) {
    switch (CircuitState.valueOf(state)) {
      case CLOSED -> breaker.reset();
      case OPEN -> breaker.open();
      case HALF_OPEN ->
        rejected = catchThrowable(breaker::halfOpen) instanceof IllegalStateException;
      case FORCED_OPEN -> breaker.forceOpen();
      case DISABLED -> breaker.disable();
      case METRICS_ONLY -> breaker.metricsOnly();
    }
  }

  private String text(String what, JsonNode expected) {
    return what.endsWith("Rate") ? rate(expected.asDouble()) : expected.asText();
  }

  /** Rates are compared as the floats that Resilience4j reports. */
  private String rate(double percent) {
    return published.path("config").path("rateRounding").asText().equals("nearest integer")
        ? Long.toString(Math.round(percent))
        : Float.toString((float) percent);
  }

  private String seen(String what) {
    CircuitSnapshot now = breaker.snapshot();
    return switch (what) {
      case "state" -> now.state().name();
      case "permitted" -> Boolean.toString(permitted);
      case "rejected" -> Boolean.toString(rejected);
      case "buffered" -> Long.toString(now.calls());
      case "failed" -> Long.toString(now.failed());
      case "slow" -> Long.toString(now.slow());
      case "notPermitted" -> Long.toString(now.refused());
      case "thresholdEvents" -> Integer.toString(thresholdsTold);
      case "failureRate" -> rate(now.failureRate().orElse(-1));
      case "successRate" -> rate(100 - now.failureRate().orElse(101));
      case "slowRate" -> rate(now.slowRate().orElse(-1));
      case "totalMs" -> "not kept";
      default -> throw new IllegalArgumentException("nothing that can be seen: " + what);
    };
  }
}
