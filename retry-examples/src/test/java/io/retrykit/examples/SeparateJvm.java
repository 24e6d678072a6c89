package io.retrykit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The examples as a user runs them: {@code main} in a JVM of its own, without credentials of any kind.
 *
 * @param code the exit code
 * @param out what was printed
 * @param err the lines on standard error that are neither the JVM's own nor the log's
 */
public record SeparateJvm(int code, List<String> out, List<String> err) {
  /** Begins to run it, with its output in files in that folder. */
  public static Process begin(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Duser.home=" + folder,
        "-XX:TieredStopAtLevel=1", // it does not live long
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out.txt").toFile())
        .redirectError(folder.resolve("err.txt").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("HOME", folder.toString());
    return builder.start();
  }

  /** Waits for its end. */
  public static SeparateJvm end(Process process, Path folder)
      throws IOException, InterruptedException {
    int code;
    try {
      code = process.waitFor();
    } finally {
      process.destroyForcibly(); // if the test took too long
    }
    List<String> errors = Files.readAllLines(folder.resolve("err.txt"), UTF_8).stream()
        .filter(line -> !line.startsWith("WARNING:") && !line.startsWith("Picked up"))
        .filter(line -> !line.matches("\\[.*] (INFO|WARN) .*"))
        .toList();
    return new SeparateJvm(code, Files.readAllLines(folder.resolve("out.txt"), UTF_8), errors);
  }

  /** Runs it from begin to end. */
  public static SeparateJvm run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return end(begin(folder, arguments), folder);
  }
}
