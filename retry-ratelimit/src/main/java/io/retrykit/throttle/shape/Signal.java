package io.retrykit.throttle.shape;

import io.retrykit.failure.Causes;
import io.retrykit.throttle.hint.HeaderSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one failure or one response says of itself. Its headers and its body are read from the object when they are asked.
 * For one thread.
 */
public final class Signal {
  private static final int DEEPEST = 2;
  private static final int REFUSED = 400;

  private final int status;
  private final List<String> codes;
  private final HeaderSource headers;
  private final @Nullable String message;
  private final Body body;

  private Signal(
      int status, List<String> codes, HeaderSource headers, @Nullable String message, Body body) {
    this.status = status;
    this.codes = List.copyOf(codes);
    this.headers = headers;
    this.message = message;
    this.body = body;
  }

  /** Returns what a status and headers say. */
  public static Signal of(int status, HeaderSource headers) {
    return new Signal(status, List.of(), headers, null, Body.NONE);
  }

  /** Returns what an exception says, and the response it carries. Never throws. */
  public static Signal of(Throwable failure) {
    if (Shape.isBlank(failure.getClass())) {
      return new Signal(0, List.of(), HeaderSource.NONE, messageOf(failure), Body.NONE);
    }
    Reading reading = new Reading();
    reading.readStatus(failure, 0);
    reading.readRest(failure, 0);
    return reading.signal(messageOf(failure));
  }

  /**
   * Returns what a response says that refuses something: one with a status of 400 or more. Null for everything else,
   * and then nothing but the status has been asked. Never throws.
   */
  public static @Nullable Signal ofRefusal(Object result) {
    if (!isResponse(result.getClass())) {
      return null;
    }
    Reading reading = new Reading();
    reading.readStatus(result, 0);
    if (reading.status < REFUSED) {
      return null;
    }
    reading.readRest(result, 0);
    return reading.signal(null);
  }

  /** Tells whether objects of this class are responses: something with a status and headers. */
  public static boolean isResponse(Class<?> type) {
    return Shape.of(type).isResponse();
  }

  /** Tells whether exceptions of this class have nothing to ask for but their message. */
  public static boolean isBlank(Class<?> type) {
    return Shape.isBlank(type);
  }

  /** Returns the HTTP status, 0 if it tells none. */
  public int status() {
    return status;
  }

  /** Returns the error codes it tells, as they were sent. */
  public List<String> codes() {
    return codes;
  }

  /** Returns its headers; {@link HeaderSource#NONE} if it tells none. */
  public HeaderSource headers() {
    return headers;
  }

  /** Returns an exception's message; null if there is none. */
  public @Nullable String message() {
    return message;
  }

  /** Returns the body of the response as far as it is at hand as text; null if it is not. */
  public @Nullable String body() {
    return body.text();
  }

  /** Returns what an exception says in words of its own, no more of it than matters; null if there are none. Never throws. */
  public static @Nullable String messageOf(Throwable failure) {
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
    private final List<Object> seen = new ArrayList<>();
    private int status;
    private @Nullable HeaderSource headers;

    private void readStatus(Object from, int depth) {
      Shape shape = Shape.of(from.getClass());
      status = shape.status(from);
      if (status == 0 && depth < DEEPEST) {
        for (Object nested : shape.responses(from)) {
          readStatus(nested, depth + 1);
          if (status != 0) {
            return;
          }
        }
      }
    }

    private void readRest(Object from, int depth) {
      Shape shape = Shape.of(from.getClass());
      seen.add(from);
      headers = headers == null ? shape.headers(from) : headers;
      shape.codes(from, codes);
      if (depth < DEEPEST) {
        shape.responses(from).forEach(nested -> readRest(nested, depth + 1));
      }
    }

    Signal signal(@Nullable String message) {
      HeaderSource found = headers == null ? HeaderSource.NONE : headers;
      return new Signal(status, codes, found, message, new Body(seen));
    }
  }
}
