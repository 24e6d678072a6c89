package io.retrykit.examples.report;

import io.retrykit.examples.CommandFailure;
import io.retrykit.examples.chart.Page;
import io.retrykit.examples.chart.Svg;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where charts are written. */
public final class ChartFiles {
  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write a page with charts and tables, which needs nothing but itself")
  private @Nullable Path html;

  @Option(names = "--svg", paramLabel = "FILE", description = "write the charts as plain SVG")
  private @Nullable Path svg;

  /** Made by picocli. */
  public ChartFiles() {}

  /**
   * Writes what was asked for, and tells where.
   *
   * @throws CommandFailure if a file cannot be written; names it
   */
  public void write(Page page, PrintWriter out) {
    write(html, page::html, out);
    write(svg, () -> Svg.of(page.title(), page.charts()), out);
  }

  private static void write(@Nullable Path file, Supplier<String> text, PrintWriter out) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, text.get());
    } catch (IOException failure) {
      throw CommandFailure.unwritten(file, failure);
    }
    out.println("written: " + file);
  }
}
