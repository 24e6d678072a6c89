package io.retrykit.throttle.hint;

import io.retrykit.failure.Verdict;
import io.retrykit.time.Nanos;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What the headers of one response say about another attempt. Immutable.
 *
 * @param ask whether the server says that the call should be retried, or should not
 * @param timing what {@code nanos} means
 * @param nanos how long the server wants to be left alone, zero or more; {@link Nanos#FOREVER} if the number was too
 *     long; zero without a timing
 * @param header the header that decided, in lower case; empty if none did
 */
public record ServerHint(Ask ask, Timing timing, long nanos, String header) {
  /** No header says anything. */
  public static final ServerHint NONE = new ServerHint(Ask.UNSAID, Timing.NONE, 0, "");

  private static final String SHOULD_RETRY = "x-should-retry";

  /** Whether to retry at all. */
  public enum Ask {
    /** The server leaves that to the client. */
    UNSAID,
    /** The server wants the call to be made again, whatever its status. */
    RETRY,
    /** The server wants the call not to be made again, whatever its status. */
    STOP
  }

  /** When. */
  public enum Timing {
    /** The server does not say. */
    NONE,
    /** Not before: Retry-After and its kin. */
    FLOOR,
    /** Exactly then, and the backoff starts again: gRPC's pushback. */
    PUSHBACK
  }

  /**
   * Makes a hint.
   *
   * @throws IllegalArgumentException if {@code nanos} is negative
   */
  public ServerHint {
    Objects.requireNonNull(ask, "ask");
    Objects.requireNonNull(timing, "timing");
    Objects.requireNonNull(header, "header");
    if (nanos < 0) {
      throw new IllegalArgumentException("nanos must be zero or more, was " + nanos);
    }
  }

  /**
   * Reads the headers of a response. Never throws on what they hold: a malformed value says nothing (but for gRPC's
   * pushback, where it means not to retry), a number too long saturates.
   *
   * <p>{@code x-should-retry: true} or {@code false}, spelled exactly so, is the server's explicit will. When to come
   * back is read from the first of these that says anything: {@code grpc-retry-pushback-ms}; {@code retry-after-ms};
   * {@code x-amz-retry-after}; {@code retry-after}, a date in it measured against the response's own {@code Date};
   * {@code anthropic-ratelimit-*-reset}; {@code x-ratelimit-reset-*}; {@code x-ratelimit-reset}; the IETF's
   * {@code RateLimit} fields.
   *
   * @param headers the headers; what it throws counts as absent
   * @param now the time of day, for headers that name a point in time
   */
  public static ServerHint read(HeaderSource headers, Instant now) {
    Headers safe = new Headers(Objects.requireNonNull(headers, "headers"));
    Objects.requireNonNull(now, "now");
    ServerHint timing = timing(safe, now);
    String explicit = safe.get(SHOULD_RETRY);
    if ("false".equals(explicit)) {
      return new ServerHint(Ask.STOP, Timing.NONE, 0, SHOULD_RETRY);
    }
    if ("true".equals(explicit) && timing.ask == Ask.UNSAID) {
      return new ServerHint(Ask.RETRY, timing.timing, timing.nanos, SHOULD_RETRY);
    }
    return timing;
  }

  private static ServerHint timing(Headers headers, Instant now) {
    ServerHint hint = Pushback.read(headers);
    hint = hint == null ? RetryAfter.read(headers, now) : hint;
    hint = hint == null ? Resets.read(headers, now) : hint;
    hint = hint == null ? RateLimitFields.read(headers) : hint;
    return hint == null ? NONE : hint;
  }

  /**
   * Returns what becomes of a verdict beside this hint: a veto if the server asks to stop; a retry if it asks for one;
   * else the verdict itself, with the timing if it is one to retry.
   */
  public Verdict applyTo(Verdict verdict) {
    if (ask == Ask.STOP) {
      return Verdict.veto("the server says not to retry, in " + header);
    }
    Verdict wanted = ask == Ask.RETRY && !verdict.retries() ? Verdict.retry() : verdict;
    if (!wanted.retries()) {
      return wanted;
    }
    Duration wait = Duration.ofNanos(nanos);
    return switch (timing) {
      case NONE -> wanted;
      case FLOOR -> wanted.withFloor(wait);
      case PUSHBACK -> wanted.withPushback(wait);
    };
  }
}
