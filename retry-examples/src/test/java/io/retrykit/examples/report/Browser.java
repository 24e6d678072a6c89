package io.retrykit.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real browser without a window, for the pages that the commands write. */
final class Browser {
  /** How long a browser may take before it counts as stuck; it takes about a second. */
  private static final long STUCK_SECONDS = 90;

  private final Path program;
  private final Path folder;

  private Browser(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * Looks for Chromium on the path. Without one the test is skipped, or fails if RETRYKIT_BROWSER is "required".
   *
   * @param folder for the browser's own files
   */
  static Browser find(Path folder, Map<String, String> environment) {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> onPath(environment, name).stream())
        .findFirst()
        .map(program -> new Browser(program, folder))
        .orElseGet(() -> missing(environment));
  }

  private static Browser missing(Map<String, String> environment) {
    String message =
        "no chromium, chromium-browser or google-chrome on the PATH; .ci/browser installs one";
    if ("required".equals(environment.get("RETRYKIT_BROWSER"))) {
      throw new AssertionError(message);
    }
    return abort(message);
  }

  private static Optional<Path> onPath(Map<String, String> environment, String name) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(part -> !part.isEmpty())
        .map(part -> Path.of(part, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a page, lets its scripts run, and returns what has become of it. */
  Opened open(Path page) throws IOException, InterruptedException {
    Path out = folder.resolve("dom.html");
    Path err = folder.resolve("log.txt");
    Process process = new ProcessBuilder(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
            "--user-data-dir=" + folder.resolve("profile"),
            "--window-size=1100,1200",
            "--virtual-time-budget=5000",
            "--enable-logging=stderr",
            "--dump-dom",
            page.toUri().toString())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
    try {
      assertThat(process.waitFor(STUCK_SECONDS, TimeUnit.SECONDS))
          .as("browser ends")
          .isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    List<String> console = new ArrayList<>();
    for (String line : Files.readAllLines(err)) {
      if (line.contains(":CONSOLE")) {
        console.add(line);
      }
    }
    return new Opened(Files.readString(out), console);
  }

  /**
   * A page after its scripts have run.
   *
   * @param dom as the browser has it then
   * @param console what scripts and the browser complained about
   */
  record Opened(String dom, List<String> console) {}
}
