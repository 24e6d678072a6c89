package io.retrykit.throttle;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Another classifier's verdicts, their floors obeyed within bounds, as the retry modes of the AWS SDKs do. Immutable.
 *
 * @param longest what a hint is cut to
 * @param reach how far beyond the own delay it may reach
 */
record ClampedHints(Classifier inner, Duration longest, Duration reach) implements Classifier {
  @Override
  public Verdict classify(Throwable failure) {
    return clamped(inner.classify(failure));
  }

  @Override
  public Verdict classifyResult(@Nullable Object result) {
    return clamped(inner.classifyResult(result));
  }

  @Override
  public boolean judges(Class<?> type) {
    return inner.judges(type);
  }

  private Verdict clamped(Verdict verdict) {
    if (verdict.hint() != Verdict.Hint.FLOOR) {
      return verdict;
    }
    Duration hint = Duration.ofNanos(verdict.hintNanos());
    return verdict.withClamped(hint.compareTo(longest) < 0 ? hint : longest, reach);
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
