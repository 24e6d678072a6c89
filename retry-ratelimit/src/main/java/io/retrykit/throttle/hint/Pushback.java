package io.retrykit.throttle.hint;

import io.retrykit.throttle.hint.ServerHint.Ask;
import io.retrykit.throttle.hint.ServerHint.Timing;
import org.jspecify.annotations.Nullable;

/**
 * gRPC's {@code grpc-retry-pushback-ms}: come back exactly then; a negative or malformed number means not at all.
 *
 * <p>Source: gRFC A6, <cite>gRPC Retry Design</cite>, section Pushback.
 */
final class Pushback {
  private static final String HEADER = "grpc-retry-pushback-ms";
  private static final long MILLI = 1_000_000L;

  private Pushback() {}

  static @Nullable ServerHint read(Headers headers) {
    String value = headers.get(HEADER);
    if (value == null) {
      return null;
    }
    long millis = Digits.whole(value);
    return millis < 0 || millis > Integer.MAX_VALUE
        ? new ServerHint(Ask.STOP, Timing.NONE, 0, HEADER)
        : new ServerHint(Ask.UNSAID, Timing.PUSHBACK, millis * MILLI, HEADER);
  }
}
