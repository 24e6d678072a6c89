package io.retrykit.throttle;

import io.retrykit.failure.Causes;
import io.retrykit.throttle.shape.Signal;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Looks along the causes of a failure: what the server has decided counts most, then the nearest failure that is known,
 * then that a connection broke at all.
 */
final class Chain {
  private static final int LONGEST = 100;

  private static final Found NOTHING = new Found(Recognition.UNKNOWN, 0);
  private static final Found BROKEN = new Found(Recognition.TRANSIENT, 0);

  private final InstantSource clock;
  private @Nullable Instant now;
  private Recognition known = Recognition.UNKNOWN;
  private Recognition broken = Recognition.UNKNOWN;
  private int status;

  private Chain(InstantSource clock) {
    this.clock = clock;
  }

  /** What was found, and the status it was found with, 0 if none. */
  record Found(Recognition recognition, int status) {}

  static Found look(Throwable failure, InstantSource clock) {
    Traits traits = Traits.of(failure.getClass());
    if (Causes.of(failure) == null
        && traits.isSilent()
        && !Phrases.mayMatter(Signal.messageOf(failure))) {
      return traits.isBrokenConnection() ? BROKEN : NOTHING; // most failures, and no clock is read
    }
    Chain chain = new Chain(clock);
    Recognition decided = chain.walk(failure);
    Recognition found =
        decided != null ? decided : chain.known.kind() != Kind.UNKNOWN ? chain.known : chain.broken;
    return new Found(found, chain.status);
  }

  private @Nullable Recognition walk(Throwable failure) {
    Throwable mark = failure; // moved on at every power of two: a circle comes back to it
    @Nullable Throwable link = failure;
    for (int i = 0; i < LONGEST && link != null && (i == 0 || link != mark); i++) {
      mark = Integer.bitCount(i) == 1 ? link : mark;
      Traits traits = Traits.of(link.getClass());
      Recognition recognition = recognise(link, traits);
      if (recognition.decided()) {
        return recognition;
      }
      if (known.kind() == Kind.UNKNOWN) {
        known = recognition;
      }
      if (broken.kind() == Kind.UNKNOWN && traits.isBrokenConnection()) {
        broken = Recognition.TRANSIENT;
      }
      link = Causes.of(link);
    }
    return null;
  }

  private Recognition recognise(Throwable link, Traits traits) {
    if (traits.isStopped()) {
      return known.kind() == Kind.UNKNOWN ? Recognition.OTHER : Recognition.UNKNOWN;
    }
    Signal signal = Signal.of(link);
    Recognition recognition =
        Recognition.of(signal, ErrorCodes.kind(link.getClass()), traits.wordsCount(), now());
    status = status == 0 ? signal.status() : status;
    return recognition;
  }

  /** The same for all links. */
  private Instant now() {
    if (now == null) {
      now = clock.instant();
    }
    return now;
  }
}
