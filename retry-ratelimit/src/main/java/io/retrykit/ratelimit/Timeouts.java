package io.retrykit.ratelimit;

import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.failure.Causes;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells failures that are timeouts from others. */
final class Timeouts {
  /** Those of other modules and libraries, by name. */
  private static final Set<String> NAMES = Set.of(
      "java.net.http.HttpTimeoutException",
      "software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException");

  private Timeouts() {}

  /** Tells whether a failure, or one of its causes, is a timeout. */
  static boolean isTimeout(@Nullable Throwable failure) {
    return failure != null && Causes.anyMatch(failure, Timeouts::isOne);
  }

  private static boolean isOne(Throwable link) {
    if (link instanceof TimeoutException
        || link instanceof SocketTimeoutException
        || link instanceof AttemptTimeoutException) {
      return true;
    }
    for (Class<?> type = link.getClass(); type != null; type = type.getSuperclass()) {
      if (NAMES.contains(type.getName())) {
        return true;
      }
    }
    return false;
  }
}
