package io.retrykit.examples.agent;

import io.retrykit.examples.CommandFailure;
import io.retrykit.examples.ExitCode;
import io.retrykit.examples.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a conversation is kept: written whole after each turn, to a file beside it that then takes its place. */
final class ConversationFile {
  private final Path file;

  ConversationFile(Path file) {
    this.file = file;
  }

  /** Returns what is kept; an empty conversation if there is no file. */
  Conversation load() {
    if (!Files.exists(file)) {
      return Conversation.empty();
    }
    try {
      return Conversation.of(Files.readString(file));
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " cannot be read: " + Failures.oneLine(unreadable));
    } catch (IllegalArgumentException corrupt) {
      throw new CommandFailure(ExitCode.USAGE, file + " " + corrupt.getMessage());
    }
  }

  void save(Conversation conversation) {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(beside, conversation.toJson().toPrettyString() + "\n");
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException refused) {
      throw CommandFailure.unwritten(file, refused);
    }
  }
}
