package io.retrykit.examples.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.examples.ExitCode;
import io.retrykit.examples.SeparateJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A batch in a JVM of its own: begun, killed, and begun again. */
@Timeout(180)
class BatchCommandTest {
  @TempDir
  Path folder;

  private Path input;
  private Path output;

  @BeforeEach
  void files() {
    input = folder.resolve("in.jsonl");
    output = folder.resolve("out.jsonl");
  }

  private List<String> arguments(String... more) {
    List<String> all = new ArrayList<>(List.of(
        "batch", input.toString(), "--output", output.toString(), "--initial-delay", "10ms"));
    all.addAll(List.of(more));
    return all;
  }

  private Process begin(String... more) throws IOException {
    return SeparateJvm.begin(folder, arguments(more).toArray(String[]::new));
  }

  private SeparateJvm run(String... more) throws IOException, InterruptedException {
    return SeparateJvm.end(begin(more), folder);
  }

  private void prompts(int count) throws IOException {
    Files.write(
        input,
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> "{\"id\": \"q" + i + "\", \"prompt\": \"question " + i + "\"}")
            .toList());
  }

  private List<Result> results() throws IOException {
    return Files.readAllLines(output).stream()
        .map(line -> Result.of(line).orElseThrow(() -> new AssertionError(line)))
        .toList();
  }

  @Test
  void batch_isAnswered_throughFailures() throws Exception {
    prompts(40);
    SeparateJvm ran = run("--retry-after", "0", "--reply-delay", "1ms");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("40 prompts: 0 answered before, 40 answered now, 0 failed; results in " + output);
    assertThat(ran.err()).contains("[==============================] 40/40");
    assertThat(results())
        .hasSize(40)
        .allMatch(Result::isAnswered)
        .anyMatch(result -> result.attempts() > 1)
        .allMatch(
            result -> ("You asked: question " + result.id().substring(1)).equals(result.text()))
        .extracting(Result::id)
        .doesNotHaveDuplicates();
  }

  @Test
  void batch_killedInTheMiddle_asksOnlyTheRest() throws Exception {
    prompts(60);
    Process killed = begin("--reply-delay", "200ms", "--concurrency", "3", "--failure-every", "0");
    while (!Files.exists(output) || Files.readAllLines(output).size() < 5) {
      assertThat(killed.isAlive()).isTrue();
      Thread.sleep(20);
    }
    killed.destroyForcibly(); // SIGKILL
    killed.waitFor();
    int before = results().size();
    assertThat(before).isBetween(5, 59);

    SeparateJvm resumed = run("--reply-delay", "1ms", "--failure-every", "0", "--no-progress");
    assertThat(resumed.code()).isZero();
    assertThat(resumed.out())
        .contains(
            "60 prompts: " + before + " answered before, " + (60 - before)
                + " answered now, 0 failed; results in " + output,
            "the server saw " + (60 - before) + " requests");
    assertThat(resumed.err()).isEmpty();
    assertThat(results())
        .hasSize(60)
        .allMatch(Result::isAnswered)
        .extracting(Result::id)
        .doesNotHaveDuplicates();
  }

  @Test
  void batch_toldToEnd_leavesWholeLines_andNoFailures() throws Exception {
    prompts(60);
    Process stopped = begin("--reply-delay", "200ms", "--concurrency", "3", "--failure-every", "0");
    while (!Files.exists(output) || Files.readAllLines(output).size() < 3) {
      assertThat(stopped.isAlive()).isTrue();
      Thread.sleep(20);
    }
    stopped.destroy(); // SIGTERM
    SeparateJvm ended = SeparateJvm.end(stopped, folder);
    assertThat(ended.code()).isEqualTo(143);
    assertThat(ended.err()).noneMatch(line -> line.contains("Exception in thread"));
    assertThat(results()).hasSizeBetween(3, 59).allMatch(Result::isAnswered);
    assertThat(run("--reply-delay", "1ms", "--failure-every", "0").code()).isZero();
    assertThat(results()).hasSize(60);
  }

  @Test
  void batch_inWhichSomeFail_goesOn_andTriesThoseAgain() throws Exception {
    prompts(8);
    SeparateJvm ran = run(
        "--max-attempts", "1", "--failure-every", "4", "--retry-after", "0", "--concurrency", "1");
    assertThat(ran.code()).isEqualTo(ExitCode.PARTLY);
    assertThat(ran.out())
        .contains(
            "8 prompts: 0 answered before, 6 answered now, 2 failed; results in " + output,
            "  1 x ServiceUnavailableException: The service is temporarily unavailable.",
            "  1 x ThrottlingException: Too many requests, please wait before trying again.");
    assertThat(results()).hasSize(8).filteredOn(result -> !result.isAnswered()).hasSize(2);

    SeparateJvm again = run("--failure-every", "0");
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("the server saw 2 requests");
    assertThat(results()).hasSize(8).allMatch(Result::isAnswered);
  }

  @Test
  void batch_withinAQuota_waitsForIt() throws Exception {
    prompts(62);
    SeparateJvm ran = run(
        "--requests-per-minute",
        "60",
        "--reply-delay",
        "0ms",
        "--failure-every",
        "0",
        "--concurrency",
        "4");
    assertThat(ran.code()).isZero(); // the last two wait a second each
    assertThat(results()).hasSize(62).allMatch(Result::isAnswered);
  }

  @Test
  void input_thatIsWrong_isNamedBeforeAnythingIsAsked() throws Exception {
    Files.writeString(input, "{\"prompt\": \"fine\"}\n{\"prompt\": \n");
    SeparateJvm ran = run();
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).singleElement().asString().startsWith(input + " line 2 is not JSON");
    assertThat(output).doesNotExist();
    Files.delete(input);
    assertThat(run().err()).containsExactly(input + " does not exist");
  }

  @Test
  void option_thatIsWrong_isNamed() throws Exception {
    prompts(1);
    SeparateJvm ran = run("--concurrency", "0");
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err().get(0)).startsWith("--concurrency must be 1 to 50, was 0");
    assertThat(run("--reply-delay", "soon").err().get(0)).startsWith("--reply-delay must be");
  }
}
