package io.retrykit.examples.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.examples.CommandFailure;
import io.retrykit.examples.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchFilesTest {
  @TempDir
  Path folder;

  private Path input;
  private Path output;

  @BeforeEach
  void files() {
    input = folder.resolve("in.jsonl");
    output = folder.resolve("out.jsonl");
  }

  private static void fails(int code, String message, Runnable what) {
    assertThatThrownBy(what::run).isInstanceOfSatisfying(CommandFailure.class, failure -> {
      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure).hasMessageContaining(message);
    });
  }

  @Test
  void prompts_withAndWithoutIds_areReadInOrder() throws IOException {
    Files.writeString(input, """
        {"id": "a", "prompt": "one"}

        {"prompt": "two"}
        {"id": 7, "prompt": "Grüße 🌍"}
        """);
    List<Item> items = new ArrayList<>();
    PromptFile file = new PromptFile(input);
    assertThat(file.check()).isEqualTo(3);
    file.forEach(items::add);
    assertThat(items)
        .containsExactly(new Item("a", "one"), new Item("3", "two"), new Item("7", "Grüße 🌍"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\": \"one\"|is not JSON",
        "[1]|must be an object with a \"prompt\", was [1]",
        "{\"id\": \"a\"}|must be an object with a \"prompt\"",
        "{\"prompt\": 5}|must be an object with a \"prompt\"",
        "{\"id\": {}, \"prompt\": \"x\"}|must have a text or a whole number as \"id\", was {}",
        "{\"id\": \"first\", \"prompt\": \"x\"}|has the id \"first\" of line 1"
      })
  void line_thatIsWrong_isNamed(String line, String message) throws IOException {
    Files.writeString(input, "{\"id\": \"first\", \"prompt\": \"fine\"}\n" + line + "\n");
    PromptFile file = new PromptFile(input);
    fails(ExitCode.USAGE, input + " line 2 " + message, file::check);
  }

  @Test
  void file_thatIsMissingEmptyOrNoText_isNamed() throws IOException {
    PromptFile file = new PromptFile(input);
    fails(ExitCode.USAGE, input + " does not exist", file::check);
    Files.writeString(input, "\n \n");
    fails(ExitCode.USAGE, input + " has no prompts", file::check);
    Files.write(input, new byte[] {(byte) 0xc3, (byte) 0x28});
    fails(ExitCode.USAGE, input + " is not text in UTF-8", file::check);
    fails(ExitCode.USAGE, folder + " cannot be read", new PromptFile(folder)::check);
  }

  @Test
  void sample_isAFileOfPrompts() {
    assertThat(PromptFile.sample().check()).isEqualTo(30);
  }

  @Test
  void results_appended_areThereAgain_failuresAreNot() throws IOException {
    try (ResultFile results = ResultFile.open(output)) {
      assertThat(results.answersBefore()).isZero();
      results.append(Result.answered("a", "Grüße\n\"🌍\"", 2));
      results.append(Result.failed("b", "no", 5));
    }
    assertThat(Files.readAllLines(output))
        .containsExactly(
            "{\"id\":\"a\",\"text\":\"Grüße\\n\\\"🌍\\\"\",\"attempts\":2}",
            "{\"id\":\"b\",\"error\":\"no\",\"attempts\":5}");
    try (ResultFile results = ResultFile.open(output)) {
      assertThat(results.answersBefore()).isOne();
      assertThat(results.has("a")).isTrue();
      assertThat(results.has("b")).isFalse();
      results.append(Result.answered("b", "yes", 1));
    }
    assertThat(Files.readAllLines(output)).hasSize(2).last().asString().contains("yes");
  }

  /** Wherever a kill cuts the last line, what stands before it is kept and the rest is asked again. */
  @Test
  void results_cutAnywhere_keepWhatIsWhole() throws IOException {
    String first = Result.answered("a", "Grüße 🌍", 1).line();
    byte[] whole = (first + Result.answered("b", "ünd 🌍", 1).line()).getBytes(UTF_8);
    int from = first.getBytes(UTF_8).length;
    for (int length = from; length < whole.length - 1; length++) {
      Files.write(output, Arrays.copyOf(whole, length));
      try (ResultFile results = ResultFile.open(output)) {
        assertThat(results.has("a")).isTrue();
        assertThat(results.has("b")).isFalse();
        results.append(Result.answered("b", "again", 1));
      }
      assertThat(Files.readAllLines(output)).hasSize(2);
    }
  }

  @Test
  void results_writtenTwice_areKeptOnce() throws IOException {
    String line = Result.answered("a", "x", 1).line();
    Files.writeString(output, line + line);
    ResultFile.open(output).close();
    assertThat(output).hasContent(line);
  }

  @Test
  void results_ofAnotherKind_areNotTouched() throws IOException {
    Files.writeString(output, "my diary\nsecond line\n");
    fails(
        ExitCode.USAGE, output + " line 1 is no result of a batch", () -> ResultFile.open(output));
    assertThat(output).hasContent("my diary\nsecond line\n");
    assertThat(folder.resolve("out.jsonl.kept")).doesNotExist();
  }

  @Test
  void results_openElsewhere_areRefused() {
    try (ResultFile results = ResultFile.open(output)) {
      fails(
          ExitCode.FAILED,
          "failed: " + output + " is being written by another batch",
          () -> ResultFile.open(output));
      results.append(Result.answered("a", "x", 1));
    }
    ResultFile.open(output).close();
  }

  @Test
  void results_thatCannotBeWritten_areNamed() {
    Path nowhere = folder.resolve("no/out.jsonl");
    fails(ExitCode.FAILED, "failed: cannot write " + nowhere, () -> ResultFile.open(nowhere));
    fails(ExitCode.FAILED, "failed: cannot write " + folder, () -> ResultFile.open(folder));
  }
}
