package io.retrykit.throttle.hint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The headers in which model providers and GitHub say when a quota is full again. A quota with something left asks for
 * no wait; of several that are exhausted the last one to come back counts. Where no header says what is left, each reset
 * counts: the response has been refused for one of them.
 */
final class Resets {
  private static final String[] ANTHROPIC = {"requests", "tokens", "input-tokens", "output-tokens"};
  private static final String[] OPENAI = {"requests", "tokens"};
  private static final long SECOND = 1_000_000_000L;
  private static final long EARLIEST_EPOCH = SECOND; // 2001; below it a number of seconds is a wait

  private Resets() {}

  static @Nullable ServerHint read(Headers headers, Instant now) {
    ServerHint anthropic = latest(
        headers,
        ANTHROPIC,
        "anthropic-ratelimit-%s-reset",
        "anthropic-ratelimit-%s-remaining",
        text -> Moments.untilRfc3339(text, now));
    if (anthropic != null) {
      return anthropic;
    }
    ServerHint unified = single(
        headers,
        "anthropic-ratelimit-unified-reset",
        null,
        text -> Moments.untilEpochSecond(text, now));
    if (unified != null) {
      return unified;
    }
    ServerHint openai = latest(
        headers, OPENAI, "x-ratelimit-reset-%s", "x-ratelimit-remaining-%s", Resets::duration);
    if (openai != null) {
      return openai;
    }
    return single(
        headers, "x-ratelimit-reset", "x-ratelimit-remaining", text -> epochOrWait(text, now));
  }

  /** Go's durations, or bare seconds, as Azure sends them. */
  private static long duration(String text) {
    long seconds = Digits.whole(text, SECOND);
    return seconds >= 0 ? seconds : GoDuration.parse(text);
  }

  /** GitHub sends a point in time, others a wait. */
  private static long epochOrWait(String text, Instant now) {
    long number = Digits.whole(text);
    return number >= EARLIEST_EPOCH
        ? Moments.untilEpochSecond(text, now)
        : Digits.whole(text, SECOND);
  }

  private static @Nullable ServerHint latest(
      Headers headers, String[] dimensions, String reset, String remaining, Reader reader) {
    boolean anyRemaining = false;
    for (String dimension : dimensions) {
      anyRemaining |= headers.get(remaining.replace("%s", dimension)) != null;
    }
    ServerHint latest = null;
    for (String dimension : dimensions) {
      ServerHint hint = single(
          headers,
          reset.replace("%s", dimension),
          anyRemaining ? remaining.replace("%s", dimension) : null,
          reader);
      latest = hint == null || (latest != null && latest.nanos() >= hint.nanos()) ? latest : hint;
    }
    return latest;
  }

  private static @Nullable ServerHint single(
      Headers headers, String reset, @Nullable String remaining, Reader reader) {
    if (remaining != null && !isZero(headers.get(remaining))) {
      return null;
    }
    String text = headers.get(reset);
    long nanos = text == null ? Digits.MALFORMED : reader.nanos(text);
    return nanos < 0 ? null : RetryAfter.floor(nanos, reset);
  }

  private static boolean isZero(@Nullable String remaining) {
    return remaining != null && Digits.whole(remaining) == 0;
  }

  /** Reads the wait in one value. */
  @FunctionalInterface
  private interface Reader {
    long nanos(String text);
  }
}
