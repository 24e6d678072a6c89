package io.retrykit.throttle;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.throttle.shape.Signal;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Finds by itself what a failure or a response means. Immutable. */
final class LimitClassifier implements Classifier {
  private final Reach reach;
  private final InstantSource clock;

  LimitClassifier(Reach reach, InstantSource clock) {
    this.reach = reach;
    this.clock = clock;
  }

  /** How much a classifier says. */
  enum Reach {
    /** Everything that is known, a request that no retry cures included. */
    EVERYTHING,
    /** Everything but that: whether such a request is made again stands written already. */
    WITHOUT_HOPELESS,
    /** Rate limits, and what the server itself decides. */
    LIMITS
  }

  @Override
  public Verdict classify(Throwable failure) {
    Chain.Found found = Chain.look(failure, clock);
    return said(found.recognition(), reach == Reach.EVERYTHING, found.status());
  }

  @Override
  public Verdict classifyResult(@Nullable Object result) {
    Signal signal = result == null ? null : Signal.ofRefusal(result);
    if (signal == null) {
      return Verdict.noOpinion();
    }
    Instant now = clock.instant();
    // a result is handed back as it is in any case: that it is hopeless needs no saying
    return said(Recognition.of(signal, Kind.UNKNOWN, true, now), false, signal.status());
  }

  @Override
  public boolean judges(Class<?> type) {
    return Signal.isResponse(type);
  }

  private Verdict said(Recognition found, boolean sayHopeless, int status) {
    boolean isLimit = found.kind() == Kind.THROTTLED || found.kind() == Kind.EXHAUSTED;
    boolean outOfReach = reach == Reach.LIMITS && !isLimit && !found.decided();
    return outOfReach ? Verdict.noOpinion() : found.verdict(sayHopeless, status);
  }

  @Override
  public String toString() {
    return reach == Reach.LIMITS ? "rate limits" : "rate limits and transient failures";
  }
}
