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
 * @param header the header that decided, in lower case: the one that stops the retrying, else the one that gives the
 *     time, else the one that asks for a retry; empty if none did
 */
public record ServerHint(Ask ask, Timing timing, long nanos, String header) {
  /** No header says anything. */
  public static final ServerHint NONE = new ServerHint(Ask.UNSAID, Timing.NONE, 0, "");

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
   * Makes a hint by hand.
   *
   * @throws IllegalArgumentException if {@code nanos} is negative, or not zero without a timing
   */
  public ServerHint {
    Objects.requireNonNull(ask, "ask");
    Objects.requireNonNull(timing, "timing");
    Objects.requireNonNull(header, "header");
    if (nanos < 0) {
      throw new IllegalArgumentException("nanos must be zero or more, was " + nanos);
    }
    if (timing == Timing.NONE && nanos != 0) {
      throw new IllegalArgumentException("nanos must be zero without a timing, was " + nanos);
    }
  }

  /**
   * Reads the headers of a response. Throws nothing, whatever they contain and even if their source throws: what is
   * malformed, negative or longer than 4,096 characters says nothing, a number too long is {@link Nanos#FOREVER}, a time
   * in the past is zero. Digits are those of ASCII; spaces and tabs around a value do not count.
   *
   * <p><b>Whether.</b> {@code x-should-retry}: exactly {@code true} is {@link Ask#RETRY}, exactly {@code false} is
   * {@link Ask#STOP}. {@code grpc-retry-pushback-ms}: a whole number below 2^31 is {@link Timing#PUSHBACK}; anything
   * else, the empty value included, is {@link Ask#STOP} (gRFC A6), which is stronger than a wish to be retried.
   *
   * <p><b>When.</b> Without a pushback, {@link Timing#FLOOR} from the first of these that is well-formed:
   *
   * <ol>
   *   <li>{@code retry-after-ms}: milliseconds, a fraction allowed;
   *   <li>{@code x-amz-retry-after}: whole milliseconds;
   *   <li>{@code retry-after} (RFC 9110, 10.2.3): seconds, or a date in one of the three forms of HTTP. A fraction of a
   *       second is not in the RFC and is read as written, as some servers send it: {@code 1.5} is 1500 ms. A leap
   *       second is the second after it; the day of the week has to be one, not the right one; upper and lower case
   *       differ; a year of two digits is the latest that is not more than 50 years ahead;
   *   <li>{@code anthropic-ratelimit-(requests|tokens|input-tokens|output-tokens)-reset} (RFC 3339): the latest of those
   *       whose {@code -remaining} is 0. If no dimension says what remains, the latest of all. Then {@code
   *       anthropic-ratelimit-unified-reset} (seconds of the epoch), unless {@code anthropic-ratelimit-unified-status}
   *       says that the call was allowed;
   *   <li>{@code x-ratelimit-reset-(requests|tokens)}: durations as Go writes them, or whole seconds; the longer of
   *       those whose {@code x-ratelimit-remaining-…} is 0;
   *   <li>{@code x-ratelimit-reset} where {@code x-ratelimit-remaining} is 0: seconds from now, from 10^9 on seconds of
   *       the epoch, from 10^11 on milliseconds of the epoch;
   *   <li>{@code ratelimit} (draft-ietf-httpapi-ratelimit-headers): of the policies with {@code r=0} the greatest {@code
   *       t}, in seconds (drafts 8 to 10), or {@code reset} where {@code remaining=0} (draft 7);
   *   <li>{@code ratelimit-reset} where {@code ratelimit-remaining} is 0: seconds (drafts 3 to 6).
   * </ol>
   *
   * <p>Points in time are measured from the response's own {@code date} if that is well-formed, else from {@code now}:
   * the server's clock may differ from ours.
   *
   * @param headers asked for each header at most once
   * @param now wall time
   */
  public static ServerHint read(HeaderSource headers, Instant now) {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(now, "now");
    if (headers == HeaderSource.NONE) {
      return NONE;
    }
    return HintReader.read(new Headers(headers, now));
  }

  /**
   * Returns a verdict that heeds this hint: a veto if the server stops the retrying; the verdict with the server's time
   * in place of any hint it had, if it is one to retry; {@link Verdict#retry()} with that time, if it is not and the
   * server asks for it. Otherwise the verdict as it is.
   *
   * @param verdict what was made of the outcome without the headers
   */
  public Verdict applyTo(Verdict verdict) {
    if (ask == Ask.STOP) {
      return Verdict.veto("the server says so: " + header);
    }
    if (verdict.retries()) {
      return timed(verdict);
    }
    return ask == Ask.RETRY ? timed(Verdict.retry()) : verdict;
  }

  private Verdict timed(Verdict verdict) {
    Duration time = Nanos.toDuration(nanos);
    return switch (timing) {
      case NONE -> verdict;
      case FLOOR -> verdict.withFloor(time);
      case PUSHBACK -> verdict.withPushback(time);
    };
  }
}
