package io.retrykit.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.config.Policies;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of code in the README and in the pages is a region of a source file here, so it compiles, and the tests
 * run it; every properties block makes policies; every link leads somewhere. Two kinds of Java are excluded: that of
 * {@code docs/decisions}, which tells of ways not taken, and blocks marked {@code java peer} in {@code docs/migrating},
 * which show how another library was used.
 */
class DocsTest {
  private static final List<Page> PAGES = Page.all();
  private static final List<Region> REGIONS = Region.all();
  private static final Path DECISIONS = Path.of("docs", "decisions");
  private static final Path MIGRATING = Path.of("docs", "migrating");
  private static final String PEER = "java peer";

  static List<Page> everyPage() {
    return PAGES;
  }

  static Stream<Page> pages() {
    return PAGES.stream().filter(page -> !page.file().startsWith(DECISIONS));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void java_onAPage_isARegionThatIsCompiledAndRun(Page page) {
    assertThat(page.blocks("java"))
        .allSatisfy(block -> assertThat(REGIONS)
            .as("regions equal to the block of %s, %s", page, block)
            .anyMatch(region -> block.code().shows(region.code())
                && (block.name().isEmpty() || block.name().equals(region.name()))));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void java_ofAnotherLibrary_standsInAPageOnMigratingOnly(Page page) {
    assertThat(page.blocks())
        .filteredOn(block -> block.info().startsWith("java"))
        .allMatch(block -> block.info().equals("java")
            || (block.info().equals(PEER) && page.file().startsWith(MIGRATING)));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void properties_onAPage_makePolicies(Page page) {
    assertThat(page.blocks("properties")).allSatisfy(block -> {
      Policies policies = Policies.from(properties(block.code().text()));
      assertThat(policies.names()).isNotEmpty();
      assertThat(policies.names())
          .allSatisfy(name -> assertThat(policies.get(name).name()).isEqualTo(name));
    });
  }

  @ParameterizedTest
  @MethodSource("everyPage")
  void links_ofAPage_leadSomewhere(Page page) {
    assertThat(page.links().stream().map(page::wrongWith).filter(Objects::nonNull))
        .isEmpty();
  }

  @Test
  void regions_allOfThem_areShownOnAPage() {
    List<Code> shown = pages()
        .flatMap(page -> page.blocks("java").stream())
        .map(Page.Block::code)
        .toList();
    assertThat(REGIONS)
        .isNotEmpty()
        .allMatch(region -> shown.stream().anyMatch(code -> code.shows(region.code())));
  }

  @Test
  void regions_withAName_haveItAlone() {
    assertThat(REGIONS.stream().map(Region::name).filter(name -> !name.isEmpty()))
        .doesNotHaveDuplicates();
  }

  static Properties properties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return properties;
  }
}
