package io.retrykit.throttle.hint;

import io.retrykit.time.Nanos;

/**
 * What the headers of one response say about another attempt. Immutable.
 *
 * @param ask whether the server says that the call should be retried, or should not
 * @param timing what {@code nanos} means
 * @param nanos how long the server wants to be left alone, zero or more; {@link Nanos#FOREVER} if the number was too
 *     long; zero without a timing
 * @param header the header that decided, in lower case; empty if none did
 */
public record ServerHint(Ask ask, Timing timing, long nanos, String header) {
  /** No header says anything. */
  public static final ServerHint NONE = new ServerHint(Ask.UNSAID, Timing.NONE, 0, "");

  /** Whether to retry at all. */
  public enum Ask {
    /** The server leaves that to the client. */
    UNSAID,
    /** The server wants the call to be made again, whatever its status. */
    RETRY,
    /** The server wants the call not to be made again, whatever its status. */
    STOP
  }

  /** When. */
  public enum Timing {
    /** The server does not say. */
    NONE,
    /** Not before: Retry-After and its kin. */
    FLOOR,
    /** Exactly then, and the backoff starts again: gRPC's pushback. */
    PUSHBACK
  }
}
