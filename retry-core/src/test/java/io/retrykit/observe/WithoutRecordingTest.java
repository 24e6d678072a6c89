package io.retrykit.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loading an event class sets up the whole of JFR, which takes as long as many attempts: seen in JVMs of their own. */
class WithoutRecordingTest {
  /** A program whose one call fails twice. */
  static final class Failing {
    private Failing() {}

    public static void main(String... arguments) {
      RetryPolicy policy =
          RetryPolicy.builder().maxAttempts(2).backoff(Backoff.none()).build();
      Throwable thrown = catchThrowable(() -> Retry.with(policy).call(() -> {
        throw new IOException("lost");
      }));
      System.out.println("ended in " + thrown.getMessage());
    }
  }

  private static String output(String... options) throws Exception {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(options));
    String path = System.getProperty("java.class.path")
        + File.pathSeparator
        + System.getProperty("jdk.module.path", "");
    command.addAll(List.of("-Xlog:class+load", "-cp", path, Failing.class.getName()));
    Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void callThatFails_whereNobodyRecords_loadsNoEventClass() throws Exception {
    assertThat(output())
        .contains("ended in lost", "io.retrykit.observe.JfrListener source:")
        .doesNotContain(
            "io.retrykit.observe.RetryJfrEvent source:",
            "io.retrykit.observe.GiveUpJfrEvent source:");
  }

  @Test
  void callThatFails_whereARecordingRuns_loadsThem() throws Exception {
    assertThat(output("-XX:StartFlightRecording"))
        .contains(
            "ended in lost",
            "io.retrykit.observe.RetryJfrEvent source:",
            "io.retrykit.observe.GiveUpJfrEvent source:");
  }
}
