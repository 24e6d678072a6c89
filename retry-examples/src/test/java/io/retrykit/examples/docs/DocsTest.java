package io.retrykit.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.config.Policies;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All code in README and docs is compiled and run somewhere in this module, and all links lead somewhere. */
class DocsTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  static List<Path> pages() {
    return Pages.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void code_isWhatIsCompiledAndRunHere(Path page) {
    List<String> shown = Pages.shown();
    assertThat(Pages.blocks(page))
        .filteredOn(block -> block.language().equals("java"))
        .allSatisfy(block -> assertThat(shown).contains(block.code()));
  }

  @Test
  void code_thatIsMarked_standsInAPage() {
    Set<String> blocks = new HashSet<>();
    pages().forEach(page -> Pages.blocks(page).forEach(block -> blocks.add(block.code())));
    assertThat(Pages.shown()).isNotEmpty().allSatisfy(code -> assertThat(blocks).contains(code));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void properties_makePolicies(Path page) throws Exception {
    for (Pages.Block block : Pages.blocks(page)) {
      if (block.language().equals("properties")) {
        Properties properties = new Properties();
        properties.load(new StringReader(block.code()));
        Policies policies = Policies.from(properties);
        assertThat(policies.names()).isNotEmpty();
        policies
            .names()
            .forEach(name -> assertThat(policies.get(name).explain()).isNotEmpty());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_leadSomewhere(Path page) {
    List<String> broken = new ArrayList<>();
    Matcher links = LINK.matcher(Pages.text(page));
    while (links.find()) {
      String target = links.group(1);
      if (!target.startsWith("https://") && !leads(page, target)) {
        broken.add(target);
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leads(Path page, String target) {
    int hash = target.indexOf('#');
    String file = hash < 0 ? target : target.substring(0, hash);
    Path there = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    return Files.exists(there) && (hash < 0 || anchors(there).contains(target.substring(hash + 1)));
  }

  private static Set<String> anchors(Path page) {
    Set<String> anchors = new HashSet<>();
    Matcher headings = HEADING.matcher(Pages.text(page));
    while (headings.find()) {
      anchors.add(headings
          .group(1)
          .toLowerCase(Locale.ROOT)
          .replaceAll("[^\\p{L}\\p{N} _-]", "")
          .replace(' ', '-'));
    }
    return anchors;
  }

  @Test
  void code_ofOtherProjects_isMarkedAsSuch_andOnlyWhereOneComesFromThem() {
    pages()
        .forEach(page -> assertThat(Pages.blocks(page))
            .filteredOn(block -> block.language().startsWith("java "))
            .allSatisfy(block -> {
              assertThat(block.language()).isEqualTo("java peer");
              assertThat(page.toString()).contains("migrating");
            }));
  }
}
