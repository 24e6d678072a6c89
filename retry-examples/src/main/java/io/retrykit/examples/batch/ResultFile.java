package io.retrykit.examples.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.retrykit.examples.CommandFailure;
import io.retrykit.examples.ExitCode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The output file: a line for each prompt, appended as it is done. Opening one that is there keeps its answers and drops
 * the rest, failures and a line cut in the middle, so that they are done again; that is written to a file beside it,
 * which then takes its place. What was appended survives a kill of the process; {@link #close} makes it survive one of the
 * machine. One process at a time; any thread.
 */
final class ResultFile implements AutoCloseable {
  private final Path file;
  private final FileChannel lockChannel;
  private final FileChannel channel;
  private final Set<String> answered;

  private ResultFile(
      Path file, FileChannel lockChannel, FileChannel channel, Set<String> answered) {
    this.file = file;
    this.lockChannel = lockChannel;
    this.channel = channel;
    this.answered = answered;
  }

  /**
   * Opens it, or makes it.
   *
   * @throws CommandFailure if that is not possible, another process has it open, or it is a file of something else
   */
  static ResultFile open(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CommandFailure(
          ExitCode.FAILED, "failed: cannot write " + file + ": it is no ordinary file");
    }
    Path beside = file.resolveSibling(file.getFileName() + ".lock");
    FileChannel lockChannel = null;
    try {
      lockChannel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock(file, lockChannel);
      Set<String> answered = Files.exists(file) ? keepAnswers(file) : new HashSet<>();
      FileChannel channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      return new ResultFile(file, lockChannel, channel, answered);
    } catch (IOException refused) {
      closeQuietly(lockChannel);
      throw CommandFailure.unwritten(file, refused);
    } catch (CommandFailure known) {
      closeQuietly(lockChannel);
      throw known;
    }
  }

  private static void lock(Path file, FileChannel channel) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException here) {
      lock = null;
    }
    if (lock == null) {
      throw new CommandFailure(
          ExitCode.FAILED, "failed: " + file + " is being written by another batch");
    }
  }

  private static Set<String> keepAnswers(Path file) throws IOException {
    Path kept = file.resolveSibling(file.getFileName() + ".kept");
    Set<String> answered = new HashSet<>();
    try (BufferedReader lines = reader(file);
        BufferedWriter writer = Files.newBufferedWriter(kept, UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        Optional<Result> result = Result.of(line);
        if (result.isEmpty() && lines.ready()) { // only the last one may be cut
          throw new CommandFailure(
              ExitCode.USAGE, file + " line " + number + " is no result of a batch");
        }
        if (result.isPresent()
            && result.get().isAnswered()
            && answered.add(result.get().id())) {
          writer.write(result.get().line());
        }
      }
    } catch (CommandFailure foreign) {
      Files.deleteIfExists(kept);
      throw foreign;
    }
    Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return answered;
  }

  /** A character cut in the middle is one that is replaced, not a failure. */
  private static BufferedReader reader(Path file) throws IOException {
    return new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8));
  }

  /** Tells whether the file had the answer when it was opened. */
  boolean has(String id) {
    return answered.contains(id);
  }

  /** Returns how many answers it had when it was opened. */
  int answersBefore() {
    return answered.size();
  }

  /** Appends a line. */
  synchronized void append(Result result) {
    ByteBuffer line = ByteBuffer.wrap(result.line().getBytes(UTF_8));
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException full) {
      throw CommandFailure.unwritten(file, full);
    }
  }

  @Override
  public synchronized void close() {
    if (!channel.isOpen()) {
      return; // a signal came first
    }
    try {
      channel.force(true);
      channel.close();
      lockChannel.close(); // the file stays: who deletes it may delete another one's lock
    } catch (IOException refused) {
      throw CommandFailure.unwritten(file, refused);
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException ignored) {
        // what went wrong before it is what counts
      }
    }
  }
}
