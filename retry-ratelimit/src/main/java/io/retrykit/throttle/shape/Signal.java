package io.retrykit.throttle.shape;

import io.retrykit.failure.Causes;
import io.retrykit.throttle.hint.HeaderSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one failure or one response says of itself. Immutable; its headers are read from the object when they are asked.
 *
 * @param status the HTTP status, 0 if it tells none
 * @param codes the error codes it tells, as they were sent
 * @param headers its headers; {@link HeaderSource#NONE} if it tells none
 * @param message an exception's message; null if there is none
 * @param body the body of the response as far as it is at hand as text; null if it is not
 */
public record Signal(
    int status,
    List<String> codes,
    HeaderSource headers,
    @Nullable String message,
    @Nullable String body) {
  private static final int DEEPEST = 2;

  /** Makes a signal. */
  public Signal {
    codes = List.copyOf(codes);
  }

  /** Returns what a status and headers say. */
  public static Signal of(int status, HeaderSource headers) {
    return new Signal(status, List.of(), headers, null, null);
  }

  /** Returns what an exception says, and the response it carries. Never throws. */
  public static Signal of(Throwable failure) {
    return new Reading(failure).signal(message(failure));
  }

  /** Returns what a response says, or null if the object is none. Never throws. */
  public static @Nullable Signal ofResult(Object result) {
    return isResponse(result.getClass()) ? new Reading(result).signal(null) : null;
  }

  /** Tells whether objects of this class are responses: something with a status and headers. */
  public static boolean isResponse(Class<?> type) {
    return Shape.of(type).isResponse();
  }

  private static @Nullable String message(Throwable failure) {
    try {
      String message = failure.getMessage();
      Throwable cause = message == null ? null : Causes.of(failure);
      // made of the cause alone, which speaks for itself: its class name is not a statement
      return cause != null && cause.toString().equals(message) ? null : Values.text(message);
    } catch (Throwable silent) {
      return null;
    }
  }

  /** Collects from an object and from the response it holds, what is nearer first. */
  private static final class Reading {
    private final List<String> codes = new ArrayList<>();
    private int status;
    private @Nullable HeaderSource headers;
    private @Nullable String body;

    Reading(Object from) {
      read(from, 0);
    }

    private void read(Object from, int depth) {
      Shape shape = Shape.of(from.getClass());
      status = status == 0 ? shape.status(from) : status;
      headers = headers == null ? shape.headers(from) : headers;
      body = body == null ? shape.body(from) : body;
      shape.codes(from, codes);
      if (depth < DEEPEST) {
        shape.responses(from).forEach(nested -> read(nested, depth + 1));
      }
    }

    Signal signal(@Nullable String message) {
      return new Signal(
          status, codes, headers == null ? HeaderSource.NONE : headers, message, body);
    }
  }
}
