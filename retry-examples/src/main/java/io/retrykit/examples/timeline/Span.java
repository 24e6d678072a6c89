package io.retrykit.examples.timeline;

/**
 * A stretch of time in which one thing went on, in nanoseconds since the timeline began. Immutable.
 *
 * @param kind what went on
 * @param call whose it was, from 1; 0: nobody's, the breaker's for example
 * @param fromNanos when it began
 * @param toNanos when it ended, not before it began
 * @param note what a person wants to know of it; may be empty
 */
public record Span(Kind kind, int call, long fromNanos, long toNanos, String note) {
  /** What may go on. */
  public enum Kind {
    /** An attempt that succeeded. */
    SUCCESS('#', "attempt, good"),
    /** An attempt that failed. */
    FAILURE('x', "attempt, failed"),
    /** A pause before the next attempt. */
    PAUSE('.', "pause"),
    /** An attempt that a guard refused. */
    REFUSAL('!', "refused"),
    /** A breaker that lets calls through. */
    CLOSED('-', "closed"),
    /** A breaker that refuses calls. */
    OPEN('O', "open"),
    /** A breaker that lets probes through. */
    HALF_OPEN('~', "half-open");

    private final char mark;
    private final String text;

    Kind(char mark, String text) {
      this.mark = mark;
      this.text = text;
    }

    /** Returns the character that stands for it in a picture made of text. */
    public char mark() {
      return mark;
    }

    /** Returns it in words. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Checks the order of begin and end. */
  public Span {
    if (toNanos < fromNanos) {
      throw new IllegalArgumentException(
          "toNanos must not be before fromNanos " + fromNanos + ", was " + toNanos);
    }
  }
}
