package io.retrykit.ratelimit;

import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.failure.Causes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells failures that are timeouts, which cost more of a budget than others. */
final class Timeouts {
  /** By name: what another library throws must not have to be there, nor the module of the HTTP client. */
  private static final Set<String> NAMES = Set.of(
      "java.net.SocketTimeoutException",
      "java.net.http.HttpTimeoutException",
      "java.util.concurrent.TimeoutException",
      "io.netty.handler.timeout.TimeoutException",
      "software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException",
      AttemptTimeoutException.class.getName());

  private static final int LONGEST = 1_000;

  /** Looked up once for each class; kept with the class, so that none is kept from being unloaded. */
  private static final ClassValue<Boolean> KNOWN = new ClassValue<>() {
    @Override
    protected Boolean computeValue(Class<?> type) {
      for (Class<?> each = type; each != null; each = each.getSuperclass()) {
        if (NAMES.contains(each.getName())) {
          return true;
        }
      }
      return false;
    }
  };

  private Timeouts() {}

  /** Tells whether the failure or one of its causes is a timeout; a circle of causes does no harm. */
  static boolean isTimeout(@Nullable Throwable failure) {
    Throwable each = failure;
    for (int i = 0; i < LONGEST && each != null; i++) {
      if (KNOWN.get(each.getClass())) {
        return true;
      }
      each = Causes.of(each);
    }
    return false;
  }
}
