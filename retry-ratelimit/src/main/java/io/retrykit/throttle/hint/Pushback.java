package io.retrykit.throttle.hint;

/**
 * The time a gRPC server sets for the next attempt, or its refusal of one.
 *
 * <p>Source: gRFC A6, <cite>gRPC Retry Design</cite>, "Pushback": a signed integer of 32 bits in milliseconds; what is
 * negative or cannot be parsed means not to retry.
 */
final class Pushback {
  static final String HEADER = "grpc-retry-pushback-ms";

  /** The server does not want another attempt. */
  static final long REFUSED = -1;

  private static final long ABSENT = -2;

  private Pushback() {}

  /** Returns nanoseconds, zero or more, or {@link #REFUSED}, or another negative number if the server says nothing. */
  static long read(Headers headers) {
    String value = headers.raw(HEADER);
    if (value == null) {
      return ABSENT;
    }
    long millis = Digits.parse(Headers.trimmed(value)); // however long: that, too, is a refusal
    return millis < 0 || millis > Integer.MAX_VALUE ? REFUSED : millis * 1_000_000;
  }
}
