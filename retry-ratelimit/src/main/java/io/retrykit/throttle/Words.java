package io.retrykit.throttle;

import io.retrykit.throttle.shape.Signal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a message and a body say, the body asked only where the message has not said it. For one thread. */
final class Words {
  private final Signal signal;
  private boolean heard;
  private boolean read;
  private @Nullable String message;
  private @Nullable String body;

  Words(Signal signal) {
    this.signal = signal;
  }

  private boolean any(Predicate<String> says) {
    if (!heard) {
      heard = true;
      message = relevant(signal.message());
    }
    if (message != null && says.test(message)) {
      return true;
    }
    if (!read) {
      read = true;
      body = relevant(signal.body());
    }
    return body != null && says.test(body);
  }

  private static @Nullable String relevant(@Nullable String text) {
    return Phrases.mayMatter(text) ? text : null;
  }

  /** Tells whether they speak of a rate limit, or of a quota for a short while. */
  boolean speakOfLimit() {
    return any(Phrases::isRateLimit) || speakOfShortQuota();
  }

  /** Tells whether they speak of a rate limit or such a quota, and that it was met. */
  boolean tellOfLimit() {
    return any(text -> Phrases.isRateLimit(text) && Phrases.saysItHappened(text))
        || speakOfShortQuota();
  }

  private boolean speakOfShortQuota() {
    return any(Phrases::isQuota) && any(Phrases::isShort);
  }

  /**
   * Tells whether they speak of a quota that lasts a day, or until somebody pays.
   *
   * @param alone whether nothing but words says that it is about a limit at all: then the day is a subject like any
   *     other, unless it is said what became of it
   * @param hinted whether the server says when to come back: then a quota of which no period is told is a short one
   */
  boolean sayUsedUp(boolean alone, boolean hinted) {
    return holdFinalCode()
        || any(text -> Phrases.isDaily(text) && (!alone || Phrases.saysItHappened(text)))
        || (!hinted && any(Phrases::isQuota) && !any(Phrases::isShort));
  }

  /** Tells whether one of them is or quotes a code for a quota that lasts until somebody pays. */
  boolean holdFinalCode() {
    return any(Phrases::isFinal);
  }

  /** Tells whether they are GitHub's about its secondary limit, which wants a minute at least. */
  boolean speakOfSecondaryLimit() {
    return any(Phrases::isSecondaryLimit);
  }
}
