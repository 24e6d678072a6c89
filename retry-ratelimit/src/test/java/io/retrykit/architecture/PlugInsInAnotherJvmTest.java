package io.retrykit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.testing.OtherJvm;
import io.retrykit.throttle.RateLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * SPEC 15.1: what the jar plugs in is found by a program that has nothing on its path but the toolkit and SLF4J: none of
 * the clients whose failures are recognised, and not the annotations of JSpecify.
 */
class PlugInsInAnotherJvmTest {
  private static final String[] CONFIGURATION = {
    "adaptive.guards=adaptive-rate",
    "adaptive.adaptive-rate.minimum-rate=0.00001",
    "adaptive.adaptive-rate.max-wait=0s",
    "aws.budget=aws-standard",
    "aws.aws-standard.capacity=5",
    "aws2026.based-on=aws-standard-2026",
    "counted.guards=quota",
    "counted.quota.requests-per-minute=1",
    "counted.quota.max-wait=0s",
    "grpc.budget=grpc-throttle",
    "grpc.grpc-throttle.max-tokens=2",
    "limited.guards=rate-limiter",
    "limited.rate-limiter.permits=2",
    "limited.rate-limiter.per=1d",
    "limited.rate-limiter.max-wait=0s",
    "named.based-on=rate-limit",
    "share.budget=percentage",
    "share.percentage.percent=100",
    "share.percentage.min-retries-per-second=0"
  };

  private static final List<Class<?>> WITHOUT =
      List.of(RetryPolicy.class, Retry.class, LoggerFactory.class);
  private static final List<Class<?>> WITH =
      List.of(RetryPolicy.class, Retry.class, LoggerFactory.class, RateLimits.class);

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
    List<String> lines = own(OtherJvm.runOnClassPath(program, WITH, CONFIGURATION));

    assertThat(lines).startsWith("module: null");
    assertTakesEffect(lines);
    assertThat(lines).contains("not exported: 3 attempts as far apart as asked");
  }

  /** A package that its module keeps to itself keeps its secrets: the failure is retried as any other. */
  @Test
  void jarOnTheModulePath_takesEffectWithoutCode() throws Exception {
    List<String> lines = own(OtherJvm.runOnModulePath(program, WITH, CONFIGURATION));

    assertThat(lines).startsWith("module: app");
    assertTakesEffect(lines);
    assertThat(lines).contains("not exported: 3 attempts");
  }

  private static void assertTakesEffect(List<String> lines) {
    assertThat(lines)
        .containsSequence(
            "classifiers: rate-limit",
            "guards: adaptive-rate, quota, rate-limiter",
            "budgets: aws-standard, aws-standard-2026, grpc-throttle, percentage",
            "policies: aws-standard, aws-standard-2026, rate-limit",
            "adaptive: 1 attempts as far apart as asked, then refused by adaptive.adaptive-rate",
            "aws: 2 attempts as far apart as asked",
            "aws2026: 3 attempts",
            "counted: 1 attempts as far apart as asked, then refused by counted.quota",
            "grpc: 1 attempts",
            "limited: 2 attempts as far apart as asked, then refused by limited.rate-limiter",
            "named: 5 attempts as far apart as asked",
            "share: 2 attempts as far apart as asked",
            "plain: 3 attempts as far apart as asked",
            "without discovery: 3 attempts");
    assertThat(lines).contains("preset: 5 attempts as far apart as asked");
  }

  /** The same program, one jar less. */
  @Test
  void jarNotOnThePath_isNamedToWhoeverAsksForWhatItBrings() throws Exception {
    assertThat(catchMessage(WITHOUT))
        .contains("adaptive.guards must name what is plugged in (none), was \"adaptive-rate\"; it"
            + " comes with io.retrykit:retry-ratelimit, which is not on the path,"
            + " or could not be loaded (see the log)");
  }

  private static String catchMessage(List<Class<?>> jars) throws Exception {
    try {
      return String.join("\n", OtherJvm.runOnClassPath(program, jars, CONFIGURATION));
    } catch (AssertionError failed) { // of the program: it ends with the refusal
      return String.valueOf(failed.getMessage());
    }
  }

  /** Leaves out that SLF4J has nowhere to write to. */
  private static List<String> own(List<String> lines) {
    return lines.stream().filter(line -> !line.startsWith("SLF4J")).toList();
  }
}
