package io.retrykit.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of the documentation, taken apart: its blocks of code, what can be linked to, what it links to.
 *
 * @param file where it is, relative to the root of the project
 */
record Page(Path file, List<Block> blocks, List<String> anchors, List<String> links) {
  static final Path ROOT = Path.of("..");

  private static final String FENCE = "```";
  private static final Pattern NAME = Pattern.compile("<!-- (\\S+) -->");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?)");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
  private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N} _-]");

  /**
   * Code between two fences.
   *
   * @param info what stands behind the first fence: {@code java}, {@code properties}
   * @param name the name of the region it should be, from a comment before it; empty if there is none
   * @param line where it begins
   */
  record Block(String info, String name, int line, Code code) {
    @Override
    public String toString() {
      return "line " + line + " (" + info + ") " + name + "\n" + code.text();
    }
  }

  /** Returns the README and all pages under {@code docs}. */
  static List<Page> all() {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), files.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .map(Page::read)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Page read(Path file) {
    return of(ROOT.relativize(file), Region.lines(file));
  }

  static Page of(Path file, List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    List<String> anchors = new ArrayList<>();
    List<String> links = new ArrayList<>();
    String name = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith(FENCE)) {
        int end = i + 1;
        while (!lines.get(end).strip().equals(FENCE)) {
          end++;
        }
        String info = line.substring(FENCE.length()).strip();
        blocks.add(new Block(info, name, i + 1, Code.of(lines.subList(i + 1, end))));
        i = end;
        name = "";
      } else if (!line.isEmpty()) {
        Matcher comment = NAME.matcher(line);
        name = comment.matches() ? comment.group(1) : "";
        heading(line, anchors);
        LINK.matcher(withoutCode(line)).results().map(link -> link.group(1)).forEach(links::add);
      }
    }
    return new Page(file, blocks, anchors, links);
  }

  private static String withoutCode(String line) {
    return INLINE_CODE.matcher(line).replaceAll("code");
  }

  private static void heading(String line, List<String> anchors) {
    Matcher heading = HEADING.matcher(line);
    if (heading.matches()) {
      String anchor = NOT_IN_ANCHORS
          .matcher(heading.group(1).toLowerCase(Locale.ROOT))
          .replaceAll("")
          .replace(' ', '-');
      String free = anchor;
      for (int n = 1; anchors.contains(free); n++) {
        free = anchor + "-" + n;
      }
      anchors.add(free);
    }
  }

  List<Block> blocks(String info) {
    return blocks.stream().filter(block -> block.info().equals(info)).toList();
  }

  /** Returns what is wrong with a link of this page; null if it leads somewhere. */
  @Nullable
  String wrongWith(String link) {
    if (link.contains("://")) {
      return null; // the outside is not asked
    }
    int hash = link.indexOf('#');
    Path target = hash == 0 ? file : file.resolveSibling(hash < 0 ? link : link.substring(0, hash));
    Path there = ROOT.resolve(target.normalize());
    if (!Files.exists(there)) {
      return link + ": there is no " + target.normalize();
    }
    boolean found = hash < 0 || read(there).anchors().contains(link.substring(hash + 1));
    return found ? null : link + ": there is no heading for the anchor";
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
