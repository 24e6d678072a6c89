package io.retrykit.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What compares pages with sources must see what is wrong. */
class PageTest {
  private static final Path HERE = Path.of("docs", "guide", "page.md");

  private static Page page(String... lines) {
    return Page.of(HERE, List.of(lines));
  }

  private static Code code(String... lines) {
    return Code.of(List.of(lines));
  }

  @Test
  void shows_sameCodeIndentedOtherwise_isTrue() {
    assertThat(code("a();", "  b();").shows(code("    a();", "      b();", ""))).isTrue();
  }

  @Test
  void shows_codeThatDiffersInOneLetter_isFalse() {
    assertThat(code("a();", "b();").shows(code("a();", "c();"))).isFalse();
    assertThat(code("a();").shows(code("a();", "b();"))).isFalse();
  }

  @Test
  void shows_codeWithLinesLeftOut_comparesTheOthers() {
    Code page = code("a();", "...", "d();");
    assertThat(page.shows(code("a();", "b();", "c();", "d();"))).isTrue();
    assertThat(page.shows(code("a();", "", "d();"))).isTrue();
    assertThat(page.shows(code("a();", "b();", "e();"))).isFalse();
  }

  @Test
  void blocks_ofAPage_haveInfoNameAndLine() {
    Page page =
        page("text", "", "<!-- a/name -->", "```java", "a();", "```", "", "```", "x", "```");
    assertThat(page.blocks())
        .containsExactly(
            new Page.Block("java", "a/name", 4, code("a();")),
            new Page.Block("", "", 8, code("x")));
  }

  @Test
  void anchors_ofHeadings_areThoseOfTheForge() {
    assertThat(page("# 17 Rate limits, recognised", "## The `retry-on` key", "## A", "## A")
            .anchors())
        .containsExactly("17-rate-limits-recognised", "the-retry-on-key", "a", "a-1");
  }

  @Test
  void links_inCode_areNone() {
    Page page = page("[a](b.md) and `map[i](x)`", "```", "[c](d.md)", "```");
    assertThat(page.links()).containsExactly("b.md");
  }

  @Test
  void wrongWith_linkThatLeadsNowhere_saysSo() {
    assertThat(page().wrongWith("../SPEC.md#2-delay")).isNull();
    assertThat(page().wrongWith("../SPEC.md#3-delay")).contains("no heading");
    assertThat(page().wrongWith("../NONE.md")).contains("there is no docs/NONE.md");
    assertThat(page().wrongWith("https://example.com/none")).isNull();
  }

  @Test
  void regions_notClosedOrNested_areRefused() {
    assertThatThrownBy(() -> Region.in("A.java", List.of("// docs: begin a")))
        .hasMessage("A.java:1: a region has no end");
    assertThatThrownBy(() -> Region.in("A.java", List.of("// docs: begin a", "// docs: begin b")))
        .hasMessage("A.java:2: a region begins within another");
    assertThatThrownBy(() -> Region.in("A.java", List.of("// docs: end")))
        .hasMessage("A.java:1: a region ends that has not begun");
    assertThatThrownBy(() -> Region.in("A.java", List.of("// docs: begin", "// docs: end")))
        .hasMessage("A.java:1: a region of the docs needs a name");
  }
}
