package io.retrykit.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.policy.RetryPolicy;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.slf4j.LoggerFactory;

/** Compiles small modules against the toolkit, and runs them in a JVM of their own. */
final class OtherJvm {
  private static final Path SOURCES = Path.of("src/test/resources/other-jvm");

  private final Path directory;

  /** Puts what it compiles below a directory. */
  OtherJvm(Path directory) {
    this.directory = directory;
  }

  /** Compiles the sources of one module; returns where its classes are. */
  Path compile(String module) throws IOException {
    Path classes = Files.createDirectory(directory.resolve(module));
    List<String> arguments = new ArrayList<>(List.of(
        "--module-path",
        join(Stream.concat(toolkit().stream(), Stream.of(jarOf(NullMarked.class)))),
        "-d",
        classes.toString()));
    try (Stream<Path> files = Files.walk(SOURCES.resolve(module))) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages);
    int status = ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(out, out, arguments.toArray(String[]::new));
    assertThat(status).as(messages.toString()).isZero();
    return classes;
  }

  /** Lists providers as jars without a module descriptor do. */
  static void listServices(Path classes, String point, String... providers) throws IOException {
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.write(services.resolve("io.retrykit.spi." + point), List.of(providers));
  }

  /** Runs the program on the class path; returns the lines it wrote. */
  static List<String> runOnClassPath(List<Path> classes, String... arguments)
      throws IOException, InterruptedException {
    return run(
        Stream.of(
            "-cp",
            join(Stream.of(classes, toolkit(), logging()).flatMap(List::stream)),
            "app.Main"),
        arguments);
  }

  /** Runs the program on the module path; returns the lines it wrote. */
  static List<String> runOnModulePath(List<Path> classes, String... arguments)
      throws IOException, InterruptedException {
    return run(
        Stream.of(
            "-p",
            join(Stream.of(classes, toolkit(), logging()).flatMap(List::stream)),
            "-m",
            "app/app.Main"),
        arguments);
  }

  private static List<String> run(Stream<String> path, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("other-jvm", ".txt");
    try {
      List<String> command = new ArrayList<>(List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-Dlogback.configurationFile=" + SOURCES.resolve("logback.xml")));
      path.forEach(command::add);
      command.addAll(List.of(arguments));
      int status = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start()
          .waitFor();
      List<String> lines = Files.readAllLines(output);
      assertThat(status).as(String.join("\n", lines)).isZero();
      return lines;
    } finally {
      Files.delete(output);
    }
  }

  /** The jars a program needs: ours and SLF4J. The annotations of JSpecify are not among them. */
  private static List<Path> toolkit() {
    return List.of(jarOf(RetryPolicy.class), jarOf(Retry.class), jarOf(LoggerFactory.class));
  }

  private static List<Path> logging() {
    Class<?> context = LoggerFactory.getILoggerFactory().getClass(); // logback-classic
    return List.of(jarOf(context), jarOf(context.getSuperclass())); // logback-core
  }

  /** Returns the jar, or directory, that a class of the running test came from. */
  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(Objects.requireNonNull(type.getProtectionDomain().getCodeSource())
          .getLocation()
          .toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String join(Stream<Path> paths) {
    return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
