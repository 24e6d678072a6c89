package io.retrykit.examples.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.examples.chart.Series.Style;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SvgTest {
  private static Chart chart(String words) {
    List<Point> ranges = List.of(new Point(1, 0.5, 1, 1.5), new Point(2, 1, 2, 3));
    return new Chart(
        words,
        new Axis("retry (number)", Axis.Kind.WHOLE),
        new Axis("pause (s)", Axis.Kind.LINEAR),
        List.of(
            new Series("range", Style.RANGE, 0, ranges),
            new Series("line", Style.DASHED, 1, List.of(Point.of(1, 1), Point.of(2, 2)))));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void of_aChart_isTheSameBytesAsEver() throws IOException {
    try (InputStream golden = SvgTest.class.getResourceAsStream("/chart/pauses.svg")) {
      assertThat(Svg.of("Pauses", List.of(chart("Pauses"))))
          .isEqualTo(
              new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void of_hostileText_staysWellFormed() throws Exception {
    String hostile = "</text><script>\"'&]]>\u0000\ud800";
    Document document = parse(Svg.of(hostile, List.of(chart(hostile))));
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("</text><script>\"'&]]>\ufffd\ufffd");
  }

  @Test
  void of_severalCharts_standBelowEachOther() throws Exception {
    Document one = parse(Svg.of("t", List.of(chart("a"))));
    Document two = parse(Svg.of("t", List.of(chart("a"), chart("b"))));
    assertThat(height(two)).isEqualTo(2 * height(one));
    assertThat(two.getElementsByTagName("g").getLength()).isEqualTo(2);
  }

  private static int height(Document svg) {
    return Integer.parseInt(svg.getDocumentElement().getAttribute("height"));
  }
}
