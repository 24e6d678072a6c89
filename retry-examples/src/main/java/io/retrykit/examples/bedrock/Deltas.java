package io.retrykit.examples.bedrock;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the server streams: pieces of text, and how it ends. An immutable value. Without any {@code then} the stream ends
 * as it should, with {@code message_stop}.
 */
public final class Deltas {
  private final List<String> texts;
  private final End end;
  private final String type;
  private final String message;

  private Deltas(List<String> texts, End end, String type, String message) {
    this.texts = texts;
    this.end = end;
    this.type = type;
    this.message = message;
  }

  /** The ways a stream ends. */
  enum End {
    WHOLE,
    EXCEPTION,
    RESET,
    CLOSE,
    CLOSE_IN_A_FRAME,
    SILENCE
  }

  /** Returns a stream of these pieces. */
  public static Deltas of(String... texts) {
    return new Deltas(List.of(texts), End.WHOLE, "", "");
  }

  /**
   * Ends it with an exception of the service, as an event: the HTTP status was 200 already.
   *
   * @param type such as {@code throttlingException}
   */
  public Deltas thenException(String type, String message) {
    return new Deltas(
        texts,
        End.EXCEPTION,
        Objects.requireNonNull(type, "type"),
        Objects.requireNonNull(message, "message"));
  }

  /** Resets the connection (TCP RST) after the last piece. */
  public Deltas thenReset() {
    return new Deltas(texts, End.RESET, "", "");
  }

  /** Ends the connection in good order (TCP FIN) after the last piece, the stream itself unfinished. */
  public Deltas thenClose() {
    return new Deltas(texts, End.CLOSE, "", "");
  }

  /** Ends the connection in good order (TCP FIN) in the middle of the frame after the last piece. */
  public Deltas thenCloseInAFrame() {
    return new Deltas(texts, End.CLOSE_IN_A_FRAME, "", "");
  }

  /** Sends nothing any more after the last piece, until the client hangs up or the server is closed. */
  public Deltas thenSilence() {
    return new Deltas(texts, End.SILENCE, "", "");
  }

  List<String> texts() {
    return texts;
  }

  End end() {
    return end;
  }

  String type() {
    return type;
  }

  String message() {
    return message;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Deltas that
        && texts.equals(that.texts)
        && end == that.end
        && type.equals(that.type)
        && message.equals(that.message);
  }

  @Override
  public int hashCode() {
    return Objects.hash(texts, end, type, message);
  }

  @Override
  public String toString() {
    return texts.size() + " pieces, then " + end + (type.isEmpty() ? "" : " " + type);
  }
}
