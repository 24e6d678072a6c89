package io.retrykit.backoff;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/** One published case: builds what it describes and lists where we differ. */
final class BackoffCase {
  private static final long MILLI = 1_000_000L;
  private static final List<Jitter> ANY = List.of(
      Jitter.none(),
      Jitter.proportional(),
      Jitter.full(),
      Jitter.equal(),
      Jitter.decorrelated(),
      Jitter.additive(ofSeconds(2)),
      Jitter.ranged(ofSeconds(1), ofSeconds(1)));

  private final JsonNode node;
  private final JsonNode params;
  private final List<String> differences = new ArrayList<>();

  BackoffCase(JsonNode node) {
    this.node = node;
    this.params = node.path("params");
  }

  String id() {
    return node.path("id").asText();
  }

  @Override
  public String toString() {
    return id() + " " + node.path("title").asText();
  }

  List<String> differences() {
    differences.clear();
    String kind = node.path("kind").asText();
    switch (kind) {
      case "schedule" -> schedule();
      case "fixed-random" -> fixedRandom();
      case "bounds" -> jitters().forEach(this::bounds);
      case "bounds-relative" -> boundsRelative();
      case "validation" -> node.path("expect").forEach(this::validation);
      default -> throw new AssertionError("unknown kind " + kind);
    }
    return List.copyOf(differences);
  }

  private void schedule() {
    Backoff backoff = unspread();
    for (JsonNode expected : node.path("expect")) {
      int retry = expected.path("retry").asInt();
      equal("retry " + retry, expected.path("ms").asLong(), millis(backoff, retry, 0));
    }
    JsonNode end = node.path("exhaustedAfter");
    equal("end", end.isMissingNode() ? Integer.MAX_VALUE : end.asInt(), backoff.limit());
  }

  private void fixedRandom() {
    Backoff backoff = unspread().jittered(jitter(params.path("jitter").asText()));
    for (JsonNode expected : node.path("expect")) {
      int retry = expected.path("retry").asInt();
      JsonNode random = expected.path("random");
      double unit = random.asText().equals("max") ? Fixed.GREATEST : random.asDouble();
      equal(
          "retry " + retry + " with " + random,
          expected.path("ms").asLong(),
          millis(backoff, retry, unit));
    }
  }

  /** The whole range that can be drawn from lies within the bounds, and a thousand draws in the range. */
  private void bounds(Jitter jitter) {
    Backoff backoff = unspread().jittered(jitter);
    RandomGenerator random = new SplittableRandom(1);
    for (JsonNode expected : node.path("expect")) {
      int retry = expected.path("retry").asInt();
      long min = expected.path("minMs").asLong() * MILLI;
      long max = expected.path("maxMs").asLong() * MILLI;
      long least = backoff.leastNanos(retry, Backoff.UNKNOWN);
      long most = backoff.mostNanos(retry, Backoff.UNKNOWN);
      holds(min <= least && most <= max, "retry " + retry + ": [" + least + ", " + most + "]");
      for (int i = 0; i < 1_000; i++) {
        long nanos = backoff.nanos(retry, Backoff.UNKNOWN, random);
        holds(least <= nanos && nanos <= most, "retry " + retry + ": drew " + nanos);
      }
    }
  }

  private void boundsRelative() {
    long initial = params.path("initialMs").asLong() * MILLI;
    long max = params.path("maxMs").asLong() * MILLI;
    int draws = node.path("expect").path("draws").asInt();
    long previous = initial;
    for (Duration pause : unspread().schedule(draws, new SplittableRandom(1))) {
      long next = pause.toNanos();
      holds(initial <= next && next <= Math.min(max, 3 * previous), previous + " then " + next);
      previous = next;
    }
  }

  private void validation(JsonNode expected) {
    JsonNode value = expected.path("v");
    RetryPolicyBuilder builder = RetryPolicy.builder();
    try {
      switch (expected.path("p").asText()) {
        case "initial" -> builder.initialDelay(ofMillis(value.asLong()));
        case "multiplier" -> builder.exponentialBase(value.asDouble());
        case "max" -> builder.maxDelay(ofMillis(value.asLong()));
        case "maxAttempts" -> builder.maxAttempts(value.asInt());
        case "maxRetries" -> retries(builder, value.asInt());
        case "jitterMs>delayMs" ->
          builder
              .backoff(Backoff.fixed(ofMillis(value.get(1).asLong())))
              .jitter(Jitter.ranged(
                  ofMillis(value.get(0).asLong()), ofMillis(value.get(0).asLong())));
        case "maxDuration<delay" ->
          builder
              .maxDuration(ofMillis(value.get(0).asLong()))
              .backoff(Backoff.fixed(ofMillis(value.get(1).asLong())));
        default -> throw new AssertionError("unknown parameter " + expected);
      }
      RetryPolicy policy = builder.build();
      int attempts = policy.isUnlimited() ? -1 : policy.maxAttempts();
      holds(!expected.path("rejected").asBoolean(), expected + " was accepted");
      equal(expected.toString(), expected.path("attempts").asLong(), attempts);
    } catch (IllegalArgumentException refused) {
      holds(expected.path("rejected").asBoolean(), expected + ": " + refused.getMessage());
    }
  }

  private static void retries(RetryPolicyBuilder builder, int retries) {
    if (retries == -1) {
      builder.unlimitedAttempts().maxDuration(ofSeconds(60)); // one of the two it needs
    } else {
      builder.maxAttempts(retries + 1);
    }
  }

  private Backoff unspread() {
    Duration initial = ofMillis(params.path("initialMs").asLong());
    Duration cap = ofMillis(params.path("maxMs").asLong());
    String type = params.path("type").asText();
    return switch (type) {
      case "exponential" -> {
        double base = params.path("multiplier").asDouble();
        boolean early = params.path("exponent").asText().equals("retry");
        Duration first = early ? initial.multipliedBy((long) base) : initial;
        yield Backoff.exponential(first, base, cap);
      }
      case "fibonacci" -> Backoff.fibonacci(initial, cap);
      case "linear" -> Backoff.linear(initial, ofMillis(params.path("stepMs").asLong()));
      case "constant" -> Backoff.fixed(initial);
      case "list" ->
        Backoff.list(StreamSupport.stream(params.path("valuesMs").spliterator(), false)
            .map(value -> ofMillis(value.asLong()))
            .toArray(Duration[]::new));
      case "concat" ->
        Backoff.fixed(ofSeconds(1))
            .take(3)
            .then(Backoff.linear(ofSeconds(2), ofSeconds(1)).take(2))
            .then(Backoff.fixed(ofSeconds(7)).take(3));
      case "decorrelated" -> Backoff.exponential(initial, 2, cap).jittered(Jitter.decorrelated());
      default -> throw new AssertionError("unknown type " + type);
    };
  }

  private List<Jitter> jitters() {
    String text = params.path("jitter").asText();
    List<Jitter> jitters = text.equals("any") ? ANY : List.of(jitter(text));
    if (params.path("capAfterJitter").asBoolean()) {
      holds(jitters.stream().allMatch(Jitter::cut), "the cap must hold for the jitter");
    }
    return jitters;
  }

  private static Jitter jitter(String text) {
    return switch (text) {
      case "full" -> Jitter.full();
      case "proportional 0.5..1.5" -> Jitter.proportional();
      case "proportional 0.75..1.0" -> Jitter.factor(0.75, 1.0);
      case "proportional 0.8..1.2" ->
        Jitter.factor(0.8, 1.2).uncut(); // gRPC spreads what is capped
      case "additive 0..1000" -> Jitter.additive(ofSeconds(1));
      case "+-25%" -> Jitter.proportional(0.25);
      case "+-50% (1-2r)" -> Jitter.proportional(0.5);
      default -> throw new AssertionError("unknown jitter " + text);
    };
  }

  /** Whole milliseconds, cut: peers draw whole ones. */
  private static long millis(Backoff backoff, int retry, double unit) {
    return backoff.nanos(retry, 0, Fixed.unit(unit)) / MILLI;
  }

  private void equal(String what, long expected, long actual) {
    holds(expected == actual, what + ": published " + expected + ", ours " + actual);
  }

  private void holds(boolean holds, String otherwise) {
    if (!holds) {
      differences.add(otherwise);
    }
  }
}
