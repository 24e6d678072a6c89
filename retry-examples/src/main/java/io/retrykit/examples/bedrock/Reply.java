package io.retrykit.examples.bedrock;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the server does with one request: answer it, fail it, or break the connection. An immutable
 * value; {@code header}, {@code retryAfter} and {@code after} return a new one.
 */
public final class Reply {
  private final Effect effect;
  private final Map<String, String> headers;
  private final Duration delay;

  private Reply(Effect effect, Map<String, String> headers, Duration delay) {
    this.effect = effect;
    this.headers = headers;
    this.delay = delay;
  }

  private static Reply of(Effect effect) {
    return new Reply(effect, Map.of(), Duration.ZERO);
  }

  /** Answers 200 with {@code You asked: } and the prompt of the request. The server's default. */
  public static Reply echo() {
    return of(new Effect.Echo());
  }

  /** Answers 200 with this text as the model's message. */
  public static Reply text(String text) {
    return of(new Effect.Text(text));
  }

  /**
   * Answers 200 with a model's wish to have a tool used, whose result is to be sent with the next request.
   *
   * @param tool its name
   * @param input what it is given, as a JSON object
   * @throws IllegalArgumentException if {@code input} is no JSON object
   */
  public static Reply toolUse(String tool, String input) {
    return of(new Effect.ToolUse(
        tool,
        Json.parse(input)
            .orElseThrow(
                () -> new IllegalArgumentException("input must be a JSON object, was " + input))));
  }

  /** Answers 200 and streams these pieces, as far as they go. */
  public static Reply stream(Deltas deltas) {
    return of(new Effect.Streamed(deltas));
  }

  /**
   * Fails the request the way the service does: the type in {@code x-amzn-ErrorType}, the message
   * in a JSON body.
   *
   * @param status the HTTP status, 400 to 599
   * @param errorType the error code, such as {@code ThrottlingException}
   * @throws IllegalArgumentException if {@code status} is no error status, or {@code errorType}
   *     cannot be a header value
   */
  public static Reply error(int status, String errorType, String message) {
    HeaderRules.checkValue(errorType);
    return of(new Effect.ServiceError(checkStatus(status), errorType, message));
  }

  /**
   * Fails the request with a bare status, as a proxy on the way may: no error type, empty body.
   *
   * @param status the HTTP status, 400 to 599
   * @throws IllegalArgumentException if {@code status} is no error status
   */
  public static Reply status(int status) {
    return of(new Effect.BareStatus(checkStatus(status)));
  }

  /** Fails the request with 429 {@code ThrottlingException}, without {@code Retry-After}. */
  public static Reply throttled() {
    return error(429, "ThrottlingException", "Too many requests, please wait before trying again.");
  }

  /** Fails the request with 503 {@code ServiceUnavailableException}. */
  public static Reply serviceUnavailable() {
    return error(503, "ServiceUnavailableException", "The service is temporarily unavailable.");
  }

  /** Fails the request with 500 {@code InternalServerException}. */
  public static Reply internalServerError() {
    return error(500, "InternalServerException", "An internal server error occurred.");
  }

  /** Resets the connection (TCP RST) without an answer. */
  public static Reply reset() {
    return of(new Effect.Reset());
  }

  /** Ends the connection in good order (TCP FIN) without an answer. */
  public static Reply close() {
    return of(new Effect.Close());
  }

  /**
   * Begins the answer of {@link #echo()}, its full length announced, and ends the connection after
   * this many bytes of the body. A body that is no longer than that arrives whole.
   *
   * @param bytes zero or more
   * @throws IllegalArgumentException if {@code bytes} is negative
   */
  public static Reply cutBody(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must be zero or more, was " + bytes);
    }
    return of(new Effect.CutBody(bytes));
  }

  /** Takes the request and stays silent until the client hangs up or the server is closed. */
  public static Reply blackHole() {
    return of(new Effect.BlackHole());
  }

  /** Returns this reply with a {@code Retry-After} header, sent as given: valid or not. */
  public Reply retryAfter(String value) {
    return header("Retry-After", value);
  }

  /**
   * Returns this reply with a header; one of the same name, in any case, is replaced, the server's
   * own included.
   *
   * @throws IllegalStateException if this reply sends no headers
   * @throws IllegalArgumentException if name or value cannot be sent, or the header tells the
   *     length of the body, which is the server's to say
   */
  public Reply header(String name, String value) {
    if (effect instanceof Effect.Fault) {
      throw new IllegalStateException(this + " sends no headers");
    }
    TreeMap<String, String> more = new TreeMap<>(headers);
    more.put(HeaderRules.checkName(name), HeaderRules.checkValue(value));
    return new Reply(effect, Collections.unmodifiableMap(more), delay);
  }

  /**
   * Returns this reply, begun only when {@code delay} has passed since the request arrived. It
   * replaces an earlier delay. Other connections are served meanwhile.
   *
   * @throws IllegalArgumentException if {@code delay} is negative
   */
  public Reply after(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must be zero or more, was " + delay);
    }
    return new Reply(effect, headers, delay);
  }

  Effect effect() {
    return effect;
  }

  /** The headers to add, by lower-case name. */
  Map<String, String> headers() {
    return headers;
  }

  Duration delay() {
    return delay;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reply that
        && effect.equals(that.effect)
        && headers.equals(that.headers)
        && delay.equals(that.delay);
  }

  @Override
  public int hashCode() {
    return Objects.hash(effect, headers, delay);
  }

  @Override
  public String toString() {
    return effect
        + (headers.isEmpty() ? "" : " with " + headers)
        + (delay.isZero() ? "" : " after " + delay);
  }

  private static int checkStatus(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status must be 400 to 599, was " + status);
    }
    return status;
  }
}
