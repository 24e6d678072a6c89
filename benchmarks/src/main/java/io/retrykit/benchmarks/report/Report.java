package io.retrykit.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a table and a page of what was measured. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Makes a table and a page of measured runs.")
public final class Report implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files that measure has written.")
  private List<Path> files = List.of();

  @Option(names = "--markdown", required = true, description = "The table to write.")
  private Path markdown = Path.of("");

  @Option(names = "--html", required = true, description = "The page to write.")
  private Path html = Path.of("");

  @Option(names = "--title", required = true, description = "What was run.")
  private String title = "";

  @Option(names = "--append", description = "Files of Markdown to put at the end: memory, jars.")
  private List<Path> appended = new ArrayList<>();

  /** Runs it. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new Report()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Run> runs = new ArrayList<>();
    for (Path file : files) {
      runs.add(Run.read(file));
    }
    runs = merged(runs);
    runs.removeIf(run -> run.rows().isEmpty()); // nothing was asked there
    if (runs.isEmpty()) {
      System.err.println("nothing was measured");
      return 1;
    }
    StringBuilder more = new StringBuilder();
    for (Path file : appended) {
      more.append('\n').append(Files.readString(file));
    }
    Files.writeString(markdown, new MarkdownReport().of(title, runs) + more);
    Files.writeString(html, new HtmlReport().of(runs));
    System.out.println(markdown + " and " + html + " written");
    return 0;
  }

  /** One run for each JVM: what was asked by one thread and by two comes in files of its own. */
  private static List<Run> merged(List<Run> runs) {
    List<Run> merged = new ArrayList<>();
    for (Run run : runs) {
      int place = -1;
      for (int i = 0; i < merged.size(); i++) {
        if (merged.get(i).machine().jdk().equals(run.machine().jdk())) {
          place = i;
        }
      }
      if (place < 0) {
        merged.add(run);
      } else {
        Run before = merged.get(place);
        String canary = asksTwo(before) ? before.canary() : run.canary();
        merged.set(place, new Run(run.machine(), canary, before.and(run.rows()).rows()));
      }
    }
    return merged;
  }

  private static boolean asksTwo(Run run) {
    return run.rows().stream().anyMatch(row -> row.threads() > 1);
  }
}
