package io.retrykit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.testing.OtherJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * Some seconds of {@link Soak} in every build, in a JVM with a heap of 24 MB; as many as {@code -Dsoak.seconds} says, if it does. Its
 * figures are printed.
 */
class SoakTest {
  @Test
  void everythingAtOnce_inASmallHeap_losesAndDoublesNothing_andMemoryIsFlat(@TempDir Path folder)
      throws Exception {
    Path output = folder.resolve("soak.txt");
    String path = Stream.of(
            RetryPolicy.class,
            Retry.class,
            RateLimiter.class,
            CircuitBreaker.class,
            AsyncRetry.class,
            Logger.class,
            Soak.class)
        .map(OtherJvm::jarOf)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
    int status = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx24m",
            "-XX:+UseSerialGC",
            "-cp",
            path,
            Soak.class.getName(),
            System.getProperty("soak.seconds", "2"),
            System.getProperty("soak.seed", Long.toString(new Random().nextLong())))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();

    String printed = Files.readString(output);
    System.out.println(printed);
    assertThat(status).as(printed).isZero();
  }
}
