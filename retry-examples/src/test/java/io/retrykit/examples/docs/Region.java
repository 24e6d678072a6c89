package io.retrykit.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a source file that a page shows.
 *
 * @param name what a page calls it by; empty for those of the README, which have no name
 * @param place file and line where it begins
 */
record Region(String name, String place, Code code) {
  private static final Path SOURCES = Path.of("src");
  private static final String README_BEGIN = "// readme: begin";
  private static final String README_END = "// readme: end";
  private static final String DOCS_BEGIN = "// docs: begin";
  private static final String DOCS_END = "// docs: end";

  /** Returns all regions of all sources of this module. */
  static List<Region> all() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .flatMap(file -> in(file.getFileName().toString(), lines(file)).stream())
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.toString(), unreadable);
    }
  }

  /** Returns the regions of one file; one that does not end, or begins within another, is an error. */
  static List<Region> in(String file, List<String> lines) {
    List<Region> regions = new ArrayList<>();
    @Nullable String open = null;
    int begin = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.equals(README_BEGIN) || line.startsWith(DOCS_BEGIN)) {
        require(open == null, file, i, "a region begins within another");
        open = line;
        begin = i;
      } else if (line.equals(README_END) || line.equals(DOCS_END)) {
        require(open != null, file, i, "a region ends that has not begun");
        regions.add(of(file, begin, open == null ? "" : open, lines.subList(begin + 1, i)));
        open = null;
      }
    }
    require(open == null, file, begin, "a region has no end");
    return regions;
  }

  private static Region of(String file, int begin, String marker, List<String> lines) {
    boolean named = marker.startsWith(DOCS_BEGIN);
    String name = named ? marker.substring(DOCS_BEGIN.length()).strip() : "";
    require(!named || !name.isEmpty(), file, begin, "a region of the docs needs a name");
    return new Region(name, file + ":" + (begin + 1), Code.of(lines));
  }

  private static void require(boolean holds, String file, int line, String what) {
    if (!holds) {
      throw new IllegalArgumentException(file + ":" + (line + 1) + ": " + what);
    }
  }

  @Override
  public String toString() {
    return place + (name.isEmpty() ? "" : " " + name);
  }
}
