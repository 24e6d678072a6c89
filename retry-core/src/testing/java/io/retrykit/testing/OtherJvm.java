package io.retrykit.testing;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Compiles a program against some jars and no others, and runs it in a JVM of its own with no more than it is given. */
public final class OtherJvm {
  private static final Path SOURCES = Path.of("src/test/resources/other-jvm");

  private OtherJvm() {}

  /** Compiles the program into a directory, as a module that sees the jars that these classes came from. */
  public static void compile(Path into, Class<?>... jars) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(
        "--module-path", join(Stream.of(jars).map(OtherJvm::jarOf)), "-d", into.toString()));
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages);
    int status = ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(out, out, arguments.toArray(String[]::new));
    assertThat(status).as(messages.toString()).isZero();
  }

  /** Runs the program on the class path; returns the lines it wrote. */
  public static List<String> runOnClassPath(Path program, List<Class<?>> jars, String... arguments)
      throws IOException, InterruptedException {
    return run(List.of("-cp", path(program, jars), "app.Main"), arguments);
  }

  /** Runs the program on the module path; returns the lines it wrote. */
  public static List<String> runOnModulePath(Path program, List<Class<?>> jars, String... arguments)
      throws IOException, InterruptedException {
    return run(List.of("-p", path(program, jars), "-m", "app/app.Main"), arguments);
  }

  private static List<String> run(List<String> path, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("other-jvm", ".txt");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:TieredStopAtLevel=1");
      command.addAll(path);
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

  private static String path(Path program, List<Class<?>> jars) {
    return join(Stream.concat(Stream.of(program), jars.stream().map(OtherJvm::jarOf)));
  }

  /** Returns the jar, or directory, that a class of the running test came from. */
  public static Path jarOf(Class<?> type) {
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
