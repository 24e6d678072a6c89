package io.retrykit.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages of the documentation, and the parts of the examples that they show. */
final class Pages {
  /** Where the project lies, seen from this module. */
  static final Path ROOT = Path.of("..");

  private static final Pattern FENCED =
      Pattern.compile("^```(\\w[^\\n]*)?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern MARKED = Pattern.compile(
      "// (?:readme|docs): begin\\n(.*?)\\n *// (?:readme|docs): end", Pattern.DOTALL);

  private Pages() {}

  /**
   * A block of code in a page.
   *
   * @param language what stands behind the opening fence: {@code java}, or {@code java peer} for code of another project
   * @param code the lines between the fences
   */
  record Block(String language, String code) {}

  /** Returns the pages whose code is checked, README first. */
  static List<Path> all() {
    List<Path> pages = new ArrayList<>();
    pages.add(ROOT.resolve("README.md"));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return pages;
  }

  static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static List<Block> blocks(Path page) {
    return FENCED
        .matcher(text(page))
        .results()
        .map(found -> new Block(
            group(found, 1), found.group(2).stripTrailing().stripIndent().strip()))
        .toList();
  }

  private static String group(MatchResult found, int group) {
    String text = found.group(group);
    return text == null ? "" : text.strip();
  }

  /** Returns the parts of the sources of this module that pages show: compiled, and run by tests. */
  static List<String> shown() {
    List<String> shown = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("Pages.java"))
          .sorted()
          .forEach(file -> MARKED
              .matcher(text(file))
              .results()
              .forEach(found ->
                  shown.add(found.group(1).stripTrailing().stripIndent().strip())));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return shown;
  }
}
