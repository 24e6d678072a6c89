package io.retrykit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * SPEC 13.4, 15.1: the jar alone makes the asynchronous methods of an interface retry, in a program that is compiled and
 * run without Guava, which only {@code ListenableRetry} needs.
 */
class PlugInsInAnotherJvmTest {
  private static final List<Class<?>> JARS =
      List.of(RetryPolicy.class, Retry.class, AsyncRetry.class, LoggerFactory.class);

  @TempDir
  static Path program;

  @BeforeAll
  static void compile() throws IOException {
    OtherJvm.compile(
        program,
        RetryPolicy.class,
        Retry.class,
        AsyncRetry.class,
        LoggerFactory.class,
        NullMarked.class);
  }

  @Test
  void jarOnTheClassPath_makesMethodsRetry_withoutGuava() throws Exception {
    assertRetried(own(OtherJvm.runOnClassPath(program, JARS)), "module: null");
  }

  @Test
  void jarOnTheModulePath_makesMethodsRetry_withoutGuava() throws Exception {
    assertRetried(own(OtherJvm.runOnModulePath(program, JARS)), "module: app");
  }

  private static void assertRetried(List<String> lines, String module) {
    assertThat(lines)
        .containsExactly(
            module,
            "now: now 2",
            "stage: future 4",
            "future: future 6",
            "blocking: blocking 8",
            "AsyncRetry can be looked at: true",
            "Hedge can be looked at: true",
            "Guava is not there");
  }

  /** Leaves out that SLF4J has nowhere to write to. */
  private static List<String> own(List<String> lines) {
    return lines.stream().filter(line -> !line.startsWith("SLF4J")).toList();
  }
}
