package io.retrykit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.circuitbreaker.CircuitBreaker;
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
 * SPEC 15.1, 22.15: a properties file alone puts breakers into the policies of a program that has nothing on its path but
 * the toolkit and SLF4J, not even the annotations of JSpecify, and knows nothing of breakers.
 */
class PlugInsInAnotherJvmTest {
  private static final String FILE = "src/test/resources/other-jvm/breakers.properties";
  private static final List<Class<?>> WITHOUT =
      List.of(RetryPolicy.class, Retry.class, LoggerFactory.class);
  private static final List<Class<?>> WITH =
      List.of(RetryPolicy.class, Retry.class, LoggerFactory.class, CircuitBreaker.class);

  @TempDir
  static Path program;

  @BeforeAll
  static void compile() throws IOException {
    // not against this jar: the program knows nothing of it
    OtherJvm.compile(
        program, RetryPolicy.class, Retry.class, LoggerFactory.class, NullMarked.class);
  }

  @Test
  void jarOnTheClassPath_takesEffectWithoutCode() throws Exception {
    List<String> lines = own(OtherJvm.runOnClassPath(program, WITH, FILE));

    assertThat(lines).startsWith("module: null");
    assertTakesEffect(lines);
  }

  @Test
  void jarOnTheModulePath_takesEffectWithoutCode() throws Exception {
    List<String> lines = own(OtherJvm.runOnModulePath(program, WITH, FILE));

    assertThat(lines).startsWith("module: app");
    assertTakesEffect(lines);
  }

  private static void assertTakesEffect(List<String> lines) {
    assertThat(lines)
        .containsSequence(
            "guards: circuit-breaker",
            "consecutive: 3 attempts, then refused by consecutive.circuit-breaker: the circuit is open",
            "ignoring: 5 attempts",
            "keyed: 2 attempts, then refused by keyed.circuit-breaker[keyed]: the circuit is open",
            "plain: 5 attempts",
            "rates: 4 attempts, then refused by rates.circuit-breaker: the circuit is open",
            "sharing: 0 attempts, then refused by consecutive.circuit-breaker: the circuit is open");
  }

  /** The same program, one jar less. */
  @Test
  void jarNotOnThePath_isNamedToWhoeverAsksForWhatItBrings() throws Exception {
    assertThat(catchMessage(WITHOUT))
        .contains("consecutive.guards must name what is plugged in (none), was \"circuit-breaker\";"
            + " it comes with io.retrykit:retry-circuitbreaker, which is not on the path,"
            + " or could not be loaded (see the log)");
  }

  private static String catchMessage(List<Class<?>> jars) throws Exception {
    try {
      return String.join("\n", OtherJvm.runOnClassPath(program, jars, FILE));
    } catch (AssertionError failed) { // of the program: it ends with the refusal
      return String.valueOf(failed.getMessage());
    }
  }

  /** Leaves out that SLF4J has nowhere to write to. */
  private static List<String> own(List<String> lines) {
    return lines.stream().filter(line -> !line.startsWith("SLF4J")).toList();
  }
}
