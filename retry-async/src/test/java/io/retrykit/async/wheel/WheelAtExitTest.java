package io.retrykit.async.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that ends while something waits. */
class WheelAtExitTest {
  /** Otherwise it ends in a day. */
  @Test
  @Timeout(120)
  void program_withSomethingWaiting_ends() throws Exception {
    Process program = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Leaving.class.getName())
        .redirectErrorStream(true)
        .start();
    try {
      String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(program.waitFor()).as(output).isZero();
      assertThat(output).endsWith("fired" + System.lineSeparator());
    } finally {
      program.destroyForcibly();
    }
  }
}
