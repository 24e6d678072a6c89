package io.retrykit.spi;

import io.retrykit.failure.Causes;
import java.io.Serial;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a failure's place in a log that prints traces: where its words would break the line they are written out. */
final class StandIn extends Exception {
  /** As many failures of one are looked at; nobody reads further. */
  private static final int MOST = 64;

  @Serial
  private static final long serialVersionUID = 1L;

  private StandIn(String words) {
    super(words);
  }

  /** Returns the failure itself, or what stands in for it. Never throws. */
  static Throwable unlessFit(Throwable failure) {
    try {
      return isFit(failure, seen()) ? failure : copy(failure, seen());
    } catch (Throwable silent) { // from an accessor of the failure's own
      return new StandIn(failure.getClass().getName());
    }
  }

  private static Set<Throwable> seen() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static boolean isFit(@Nullable Throwable failure, Set<Throwable> seen) {
    if (failure == null || seen.contains(failure)) {
      return true;
    }
    if (seen.size() == MOST || !OneLine.isPlain(failure.toString())) {
      return false;
    }
    seen.add(failure);
    for (Throwable suppressed : failure.getSuppressed()) {
      if (!isFit(suppressed, seen)) {
        return false;
      }
    }
    return isFit(Causes.of(failure), seen);
  }

  private static StandIn copy(Throwable failure, Set<Throwable> seen) {
    seen.add(failure);
    StandIn copy = new StandIn(OneLine.of(OneLine.text(failure)));
    copy.setStackTrace(failure.getStackTrace());
    Throwable cause = Causes.of(failure);
    if (cause != null && isLeft(cause, seen)) {
      copy.initCause(copy(cause, seen));
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      if (isLeft(suppressed, seen)) {
        copy.addSuppressed(copy(suppressed, seen));
      }
    }
    return copy;
  }

  private static boolean isLeft(Throwable failure, Set<Throwable> seen) {
    return seen.size() < MOST && !seen.contains(failure);
  }

  @Override
  @SuppressWarnings(
      "OverrideThrowableToString") // the name of this class is the one thing nobody wants to read
  public String toString() {
    return String.valueOf(getMessage()); // which begins with the class of what it stands in for
  }
}
