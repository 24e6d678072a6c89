package io.retrykit.examples.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void html_anyPage_carriesTheLibraryItsNoticeAndTheBan() {
    String page = new Page("T", List.of("lead"), List.of(), List.of()).html();
    assertThat(page)
        .startsWith("<!DOCTYPE html>\n")
        .contains(
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:")
        .contains(
            "Licensed to the Apache Software Foundation",
            "Copyright 2017-2024 The Apache Software Foundation")
        .contains("ZRender, Copyright (c) 2013, Baidu Inc.", "Copyright 2010-2016 Mike Bostock");
    assertThat(page.split("</script>", -1)).hasSize(4);
  }

  @Test
  void script_json_cannotEndTheElement() {
    assertThat(Markup.script("[\"</script><!--&\u2028\u2029\"]"))
        .isEqualTo("[\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\"]");
  }

  @Test
  void number_coordinates_haveTwoDecimalsAtMost() {
    assertThat(Markup.number(100)).isEqualTo("100");
    assertThat(Markup.number(1.005e2)).isEqualTo("100.5");
    assertThat(Markup.number(-0.001)).isEqualTo("0");
    assertThat(Markup.number(0.126)).isEqualTo("0.13");
  }

  @Test
  void text_table_alignsItsColumns() {
    Table table =
        new Table("T", List.of("a", "long"), List.of(List.of("first", "1"), List.of("b", "22222")));
    assertThat(table.text()).isEqualTo("T\n  a       long\n  first      1\n  b      22222\n");
    assertThatThrownBy(() -> new Table("T", List.of("a"), List.of(List.of("1", "2"))))
        .hasMessage("row must have 1 cells, was [1, 2]");
  }

  @Test
  void point_rangeUpsideDown_isRefused() {
    assertThatThrownBy(() -> new Point(1, 3, 2, 1))
        .hasMessageContaining("low must be at most high");
    assertThatThrownBy(() -> Point.of(1, Double.NaN)).hasMessageContaining("all finite");
  }
}
