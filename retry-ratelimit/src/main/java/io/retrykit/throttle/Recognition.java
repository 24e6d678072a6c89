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
    Words words = new Words(signal);
    Kind named = named(signal, given);
    Kind told = named != Kind.UNKNOWN ? named : Statuses.kind(signal.status());
    boolean worded = wordsCount && named == Kind.UNKNOWN && wordsDecide(signal, words);
    Kind kind = worded ? Kind.THROTTLED : told;
    boolean usedUp = (kind == Kind.THROTTLED || (kind == Kind.UNKNOWN && wordsCount))
        && words.sayUsedUp(told == Kind.UNKNOWN, hint.timing() != ServerHint.Timing.NONE);
    kind = usedUp ? Kind.EXHAUSTED : kind;
    Verdict asked = hint.applyTo(bare(kind, signal));
    if (kind == Kind.THROTTLED
        && asked.hint() == Verdict.Hint.NONE
        && asked.retries()
        && words.speakOfSecondaryLimit()) {
      asked = asked.withFloor(SECONDARY_LIMIT);
    }
    if (kind == Kind.UNKNOWN && hint == ServerHint.NONE) {
      return UNKNOWN;
    }
    boolean decided = hint.ask() != ServerHint.Ask.UNSAID
        || (kind == Kind.EXHAUSTED && (told != Kind.UNKNOWN || words.holdFinalCode()));
    return new Recognition(kind, asked, decided);
  }

  /** What a code says, or else the type of an exception. */
  private static Kind named(Signal signal, Kind given) {
    Kind coded = coded(signal);
    if (coded == Kind.THROTTLED && Phrases.isTooLarge(signal.message())) {
      return Kind.HOPELESS;
    }
    return coded != Kind.UNKNOWN ? coded : given;
  }

  private static boolean wordsDecide(Signal signal, Words words) {
    return switch (signal.status()) {
      case 503 -> words.speakOfLimit(); // made again in any case, whatever the code
      // a setting that is wrong and a permission that is missing may well be about a limit
      case 400, 403 -> codesAreSilent(signal) && words.tellOfLimit();
      case 0 -> codesAreSilent(signal) && words.speakOfLimit();
      default -> false;
    };
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

  /** A refusal that has a code is about what the code says, whatever its message quotes. */
  private static boolean codesAreSilent(Signal signal) {
    return signal.codes().stream().allMatch(ErrorCodes::isSilent);
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
