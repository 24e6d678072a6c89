package io.retrykit.throttle;

import io.retrykit.failure.Verdict;
import io.retrykit.throttle.hint.ServerHint;
import io.retrykit.throttle.shape.Signal;
import java.time.Duration;
import java.time.Instant;

/**
 * What one failure or response amounts to: a pure function of what it says and of the time of day. Immutable.
 *
 * @param kind what it is
 * @param verdict what to make of it; no opinion for the kinds that are none of ours, the words of a give-up for
 *     {@link Kind#HOPELESS}
 * @param decided whether the server has said so itself, which outweighs whatever else stands in the chain of causes
 */
record Recognition(Kind kind, Verdict verdict, boolean decided) {
  private static final Duration SECONDARY_LIMIT = Duration.ofMinutes(1);

  static final Recognition UNKNOWN = new Recognition(Kind.UNKNOWN, Verdict.noOpinion(), false);
  static final Recognition OTHER = new Recognition(Kind.OTHER, Verdict.noOpinion(), false);
  static final Recognition TRANSIENT = new Recognition(Kind.TRANSIENT, Verdict.retry(), false);

  /**
   * Recognises what was said.
   *
   * @param given what is known besides: {@link Kind#UNKNOWN}, or what the type of an exception tells
   * @param wordsCount whether a message in words may decide where nothing else does
   */
  static Recognition of(Signal signal, Kind given, boolean wordsCount, Instant now) {
    ServerHint hint = ServerHint.read(signal.headers(), now);
    Kind kind = kind(signal, given, wordsCount);
    Verdict asked = hint.applyTo(bare(kind, signal));
    if (kind == Kind.THROTTLED
        && asked.hint() == Verdict.Hint.NONE
        && asked.retries()
        && isSecondary(signal)) {
      asked = asked.withFloor(SECONDARY_LIMIT);
    }
    if (kind == Kind.UNKNOWN && hint == ServerHint.NONE) {
      return UNKNOWN;
    }
    return new Recognition(
        kind, asked, hint.ask() != ServerHint.Ask.UNSAID || kind == Kind.EXHAUSTED);
  }

  private static Kind kind(Signal signal, Kind given, boolean wordsCount) {
    Kind coded = coded(signal);
    Kind kind = coded != Kind.UNKNOWN ? coded : given;
    if (kind == Kind.UNKNOWN) {
      kind = Statuses.kind(signal.status());
      boolean settled =
          kind == Kind.THROTTLED || (kind == Kind.TRANSIENT && signal.status() != 503);
      if (!settled && wordsCount && wordsMayDecide(signal) && speaksOfLimit(signal)) {
        kind = Kind.THROTTLED;
      }
    }
    boolean mayBeQuota = kind == Kind.THROTTLED || (kind == Kind.UNKNOWN && wordsCount);
    return mayBeQuota && isExhausted(signal) ? Kind.EXHAUSTED : kind;
  }

  private static Kind coded(Signal signal) {
    Kind first = Kind.UNKNOWN;
    for (String code : signal.codes()) {
      Kind kind = ErrorCodes.kind(code);
      if (kind == Kind.EXHAUSTED) {
        return kind; // OpenAI gives it as one of two codes
      }
      first = first == Kind.UNKNOWN ? kind : first;
    }
    return first;
  }

  /** A refusal whose code is not known to be about a limit is about what the code says, whatever its message quotes. */
  private static boolean wordsMayDecide(Signal signal) {
    return switch (signal.status()) {
      case 0, 403, 503 -> true;
      case 400 -> signal.codes().isEmpty();
      default -> false;
    };
  }

  private static boolean speaksOfLimit(Signal signal) {
    return Phrases.isRateLimit(signal.message()) || Phrases.isRateLimit(signal.body());
  }

  private static boolean isExhausted(Signal signal) {
    return Phrases.isExhausted(signal.message()) || Phrases.isExhausted(signal.body());
  }

  private static boolean isSecondary(Signal signal) {
    return Phrases.isSecondaryLimit(signal.message()) || Phrases.isSecondaryLimit(signal.body());
  }

  private static Verdict bare(Kind kind, Signal signal) {
    return switch (kind) {
      case THROTTLED -> Verdict.throttled();
      case TRANSIENT -> Verdict.retry();
      case EXHAUSTED ->
        Verdict.giveUp("the quota is used up for longer than a retry waits" + said(signal));
      default -> Verdict.noOpinion();
    };
  }

  private static String said(Signal signal) {
    for (String code : signal.codes()) {
      if (ErrorCodes.kind(code) == Kind.EXHAUSTED) {
        return ": " + code;
      }
    }
    return "";
  }

  /** Returns the same without its opinion on a request that is hopeless, or with one. */
  Verdict verdict(boolean sayHopeless, int status) {
    if (kind != Kind.HOPELESS || !sayHopeless || decided) {
      return verdict;
    }
    return Verdict.giveUp(
        status == 0 ? "the request itself is refused" : "the request itself is refused: " + status);
  }
}
