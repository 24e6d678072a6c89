package io.retrykit.throttle.hint;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.throttle.hint.ServerHint.Ask;
import io.retrykit.throttle.hint.ServerHint.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One published case: reads its headers and tells where we differ. */
final class HintCase {
  /** Which of the published alternatives is ours, where there is a choice; ServerHint.read says so too. */
  private static final Map<String, String> CHOSEN = Map.of(
      "RA-039", "delay 1500", // a fraction of a second is read as written
      "RA-056", "delay 1000", // a leap second is the second after it
      "RA-058", "cap-or-ignore", // a wrong day of the week is no reason to wait less
      "RA-066", "ignore", // dates are told apart by upper and lower case
      "RA-095", "final-delay 2000", // Retry-After is heeded
      "RL-009", "delay 30000", // the unified limit counts
      "RL-035", "delay 1.5"); // nothing is rounded to milliseconds

  private final JsonNode node;

  HintCase(JsonNode node) {
    this.node = node;
  }

  String id() {
    return node.path("id").asText();
  }

  @Override
  public String toString() {
    return id() + " " + node.path("headers") + " " + node.path("why").asText();
  }

  /** Tells whether more than the headers decides. */
  boolean hasMoreThanHeaders() {
    return node.has("status") || node.has("errorCode") || node.has("body");
  }

  boolean isChoice() {
    return node.path("expect").path("kind").asText().equals("policy");
  }

  static Map<String, String> chosen() {
    return CHOSEN;
  }

  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    node.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return headers;
  }

  Instant now() {
    return Instant.parse(node.path("now").asText());
  }

  Optional<Duration> millis(String field) {
    return node.has(field)
        ? Optional.of(Duration.ofMillis(node.path(field).asLong()))
        : Optional.empty();
  }

  String profile() {
    return node.path("profile").asText();
  }

  /** Returns how the case differs; empty if it passes. */
  String difference() {
    JsonNode expected = node.path("expect");
    if (!isChoice()) {
      return difference(expected);
    }
    String chosen = CHOSEN.getOrDefault(id(), "none chosen");
    for (JsonNode alternative : expected.path("alternatives")) {
      String ms = alternative.path("ms").asText();
      if (chosen.equals((alternative.path("kind").asText() + " " + ms).strip())) {
        return difference(alternative);
      }
    }
    return chosen + " is none of " + expected;
  }

  private String difference(JsonNode expected) {
    ServerHint hint = ServerHint.read(HeaderSource.of(headers()), now());
    boolean plain = hint.ask() == Ask.UNSAID;
    boolean none = hint.equals(ServerHint.NONE);
    boolean floor = plain && hint.timing() == Timing.FLOOR;
    long ms = nanos(expected);
    boolean passes = switch (expected.path("kind").asText()) {
      case "delay" -> floor && hint.nanos() == ms;
      case "ignore", "by-status", "min-delay", "retry-rate-limit" -> none;
      case "zero-or-ignore" -> none || (floor && hint.nanos() == 0);
      case "cap-or-ignore" ->
        none || (floor && hint.nanos() > Duration.ofDays(365).toNanos());
      case "no-retry" -> headers().isEmpty() ? none : hint.ask() == Ask.STOP;
      case "retry" -> headers().isEmpty() ? none : hint.ask() == Ask.RETRY;
      case "final-delay" -> HintedCall.pause(this).toNanos() == ms;
      default -> throw new AssertionError("unknown kind in " + node);
    };
    return passes ? "" : "published " + expected + ", ours " + hint;
  }

  private static long nanos(JsonNode expected) {
    return new BigDecimal(expected.path("ms").asText("0")).movePointRight(6).longValueExact();
  }
}
