package io.retrykit.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes what commands draw. */
final class Pages {
  private Pages() {}

  /**
   * Makes the file if it is not there, before there is anything to write.
   *
   * @param file null for none
   * @throws CommandFailure if it could not be written; the message names file and reason
   */
  static void open(@Nullable Path file) {
    if (file == null) {
      return;
    }
    try {
      Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException refused) {
      throw CommandFailure.unwritten(file, refused);
    }
  }

  /**
   * Writes a file, in place of one that is there, and tells where.
   *
   * @param file null for none
   * @throws CommandFailure if that is not possible; the message names file and reason
   */
  static void write(@Nullable Path file, Supplier<String> text, PrintWriter out) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, text.get());
      out.println("written: " + file);
    } catch (IOException refused) {
      throw CommandFailure.unwritten(file, refused);
    }
  }
}
