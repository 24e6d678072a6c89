package io.retrykit.ratelimit;

import static java.time.Duration.ofMillis;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One published case of the adaptive mode, and what we make of it. */
final class CubicCase {
  private final JsonNode published;
  private final JsonNode config;
  private final CubicSettings settings;
  private final double tolerance;
  private final List<String> differences = new ArrayList<>();

  CubicCase(JsonNode published) {
    this.published = published;
    this.config = published.path("config");
    this.tolerance = published.path("tolerance").asDouble(1e-6);
    CubicSettings aws = CubicSettings.AWS;
    this.settings = new CubicSettings(
        config.path("beta").asDouble(aws.beta()),
        config.path("scaleConstant").asDouble(aws.scale()),
        config.path("smoothing").asDouble(aws.smoothing()),
        config.path("bucketSeconds").asDouble(aws.bucketSeconds()),
        config.path("minFillRate").asDouble(aws.minimumRate()),
        config.path("maxRateScale").asDouble(aws.growth()),
        config.path("minCapacity").asDouble(aws.minimumCapacity()));
  }

  String id() {
    return published.path("id").asText();
  }

  /** Returns what is different here, in words; nothing if the case passes. */
  List<String> differences() {
    differences.clear();
    String kind = published.path("kind").asText(published.path("model").asText());
    switch (kind) {
      case "send-rate-table" -> sendRates();
      case "cubic-success", "cubic-throttle", "cubic-error" -> curve();
      case "cubic-param" -> timeWindow();
      case "cubic-shape" -> shape();
      case "rate-clock" -> rateClock();
      case "rate-cap" -> rateCap();
      case "adaptive-send-bucket" -> sendBucket();
      case "behaviour" -> calls();
      default -> differences.add("there is no kind " + kind);
    }
    return List.copyOf(differences);
  }

  private Iterable<JsonNode> steps() {
    return published.path("steps");
  }

  private void sendRates() {
    CubicState state =
        CubicState.startingAt(settings, published.path("startTime").asDouble());
    for (JsonNode step : steps()) {
      boolean throttled = step.path("throttled").asBoolean();
      state = state.responded(settings, step.path("t").asDouble(), throttled, 1);
      compare(step, "measuredTxRate", state.clock().rate());
      compare(step, "fillRate", state.bucket().fillRate());
      compare(step, "maxCapacity", state.bucket().capacity());
      compare(step, "capacity", state.bucket().level());
    }
  }

  private CubicCurve configuredCurve() {
    return new CubicCurve(
        config.path("lastMaxRate").asDouble(), config.path("timeOfLastThrottle").asDouble());
  }

  private void curve() {
    CubicCurve curve = configuredCurve();
    for (JsonNode step : steps()) {
      double t = step.path("t").asDouble();
      double rate;
      if (step.path("throttled").asBoolean()) {
        curve = new CubicCurve(step.path("currentRate").asDouble(), t);
        rate = curve.reduced(settings);
      } else {
        rate = curve.grown(settings, t);
      }
      compare(step, "rate", rate);
      compare(step, "wMax", curve.maximum());
      compare(step, "K", curve.timeWindow(settings));
      compare(step, "lastFail", curve.throttledAt());
    }
  }

  private void timeWindow() {
    for (JsonNode step : steps()) {
      CubicCurve curve = new CubicCurve(step.path("wMax").asDouble(), 0);
      compare(step, "K", curve.timeWindow(settings));
    }
  }

  private void shape() {
    CubicCurve curve = configuredCurve();
    for (JsonNode step : steps()) {
      double t = curve.throttledAt() + step.path("tTimesK").asDouble() * curve.timeWindow(settings);
      double above = curve.grown(settings, t) - curve.maximum();
      String relation = step.path("expect").path("relation").asText();
      boolean holds = switch (relation) {
        case "<=" -> above <= tolerance;
        case ">=" -> above >= -tolerance;
        case "==" -> Math.abs(above) <= tolerance;
        default -> false;
      };
      if (!holds) {
        differences.add(step + ": the rate is above the maximum by " + above);
      }
    }
  }

  private void rateClock() {
    RateClock clock = RateClock.startingAt(settings, published.path("startTime").asDouble());
    for (JsonNode step : steps()) {
      clock = clock.recorded(settings, step.path("t").asDouble(), 1);
      compare(step, "measuredTxRate", clock.rate());
    }
  }

  private void rateCap() {
    for (JsonNode step : steps()) {
      double bounded = settings.bounded(
          step.path("cubicRate").asDouble(), step.path("measuredTxRate").asDouble());
      compare(step, "fillRate", settings.fillRate(bounded));
      compare(step, "maxCapacity", settings.capacity(bounded));
    }
  }

  private void sendBucket() {
    VirtualTimebase time = VirtualTimebase.create();
    AdaptiveRateLimiter limiter =
        new AdaptiveRateLimiter("table", settings, initialState(), Long.MAX_VALUE, time);
    for (JsonNode step : steps()) {
      Duration moment = seconds(step.path("t").asDouble(time.elapsed().toNanos() / 1e9));
      time.advance(moment.minus(time.elapsed()));
      switch (step.path("op").asText()) {
        // that a waiting caller does not hold it up is shown with threads in
        // AdaptiveRateLimiterTest
        case "update", "concurrent-update" ->
          limiter.update(step.path("throttled").asBoolean(), 1);
        case "acquire" -> {
          long wait = limiter.tryAcquire(step.path("amount").asDouble(1));
          compare(step, "granted", wait == 0);
          compare(step, "waitSeconds", wait / 1e9);
          compare(step, "capacity", limiter.snapshot().available());
        }
        default -> differences.add("there is no such step: " + step);
      }
      compare(step, "fillRate", limiter.snapshot().fillRate());
    }
  }

  private CubicState initialState() {
    CubicState fresh = CubicState.startingAt(settings, 0);
    if (!config.has("fillRate")) {
      return fresh;
    }
    SendBucket bucket = new SendBucket(
        config.path("fillRate").asDouble(),
        config.path("capacity").asDouble(),
        config.path("current").asDouble(),
        0);
    return new CubicState(true, fresh.clock(), fresh.curve(), bucket);
  }

  /** Calls through the engine that nothing throttles: the limiter must not be felt. */
  private void calls() {
    VirtualTimebase time = VirtualTimebase.create();
    Duration base = ofMillis(config.path("baseDelayMs").asLong());
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(config.path("maxAttempts").asInt())
        .backoff(Backoff.exponential(base, 2, Duration.ofSeconds(20)))
        .jitter(Jitter.none()) // the upper edge of full jitter, which a draw of 1 stands for
        .guard(AdaptiveRateLimiter.builder().timebase(time).build())
        .build());
    for (JsonNode step : steps()) {
      int[] failuresLeft = {step.path("failures").asInt()};
      boolean failed = false;
      try {
        retry.run(() -> {
          if (failuresLeft[0]-- > 0) {
            throw new IOException("transient");
          }
        });
      } catch (IOException expected) {
        failed = true;
      }
      compare(step, "totalSleepMs", (double) time.elapsed().toMillis());
      if (failed != step.path("expect").path("result").asText("").equals("fail")) {
        differences.add(step + ": failed is " + failed);
      }
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private void compare(JsonNode step, String field, double ours) {
    JsonNode expected = step.path("expect").path(field);
    if (!expected.isMissingNode() && !(Math.abs(ours - expected.asDouble()) <= tolerance)) {
      differences.add(step + ": " + field + " is " + ours);
    }
  }

  private void compare(JsonNode step, String field, boolean ours) {
    JsonNode expected = step.path("expect").path(field);
    if (!expected.isMissingNode() && ours != expected.asBoolean()) {
      differences.add(step + ": " + field + " is " + ours);
    }
  }

  @Override
  public String toString() {
    return id() + " " + published.path("title").asText();
  }
}
