package io.retrykit.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What code of the docs says when it runs, compared with what a page says that it says. */
final class Output {
  private static final Path WRITTEN = Path.of("target", "docs");
  private static final String THREAD = "^\\[[^]]*] ";

  private Output() {}

  /**
   * Asserts that a page has this text, in a block of that name. It is written to {@code target/docs} too, for whoever has
   * to correct the page.
   */
  static void isShown(String name, String text) throws IOException {
    Path file = WRITTEN.resolve(name + ".txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.strip() + "\n");
    assertThat(Page.all().stream()
            .flatMap(page -> page.blocks("text").stream())
            .filter(block -> block.name().equals(name))
            .map(block -> block.code().text()))
        .as("the block named %s", name)
        .containsExactly(text.strip());
  }

  /** Returns the lines that are logged meanwhile, without the name of the thread. */
  static String logged(ThrowingCallable calls) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      calls.call();
    } catch (Throwable failure) {
      throw new AssertionError("the calls must catch what they throw", failure);
    } finally {
      System.setErr(before);
    }
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst(THREAD, ""))
        .collect(Collectors.joining("\n"));
  }
}
