package io.retrykit.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what commands draw. */
final class Pages {
  private Pages() {}

  /**
   * Writes a file, in place of one that is there.
   *
   * @throws CommandFailure if that is not possible; the message names file and reason
   */
  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException refused) {
      throw CommandFailure.unwritten(file, refused);
    }
  }
}
