package io.retrykit.config;

import io.retrykit.backoff.Jitter;

/** Reads jitters as they are written in configuration files and annotations. */
public final class JitterText {
  /** What {@link #parse} accepts, in words. */
  public static final String ALLOWED =
      "one of true, false, none, proportional, proportional-uncut, full, equal, decorrelated";

  private JitterText() {}

  /**
   * Reads a jitter.
   *
   * @param name what it is for, for the message
   * @throws IllegalArgumentException if the text is none of {@value #ALLOWED}
   */
  public static Jitter parse(String name, String text) {
    return switch (text.strip()) {
      case "true", "proportional" -> Jitter.proportional();
      case "false", "none" -> Jitter.none();
      case "proportional-uncut" -> Jitter.proportionalUncut();
      case "full" -> Jitter.full();
      case "equal" -> Jitter.equal();
      case "decorrelated" -> Jitter.decorrelated();
      default ->
        throw new IllegalArgumentException(name + " must be " + ALLOWED + ", was \"" + text + '"');
    };
  }
}
