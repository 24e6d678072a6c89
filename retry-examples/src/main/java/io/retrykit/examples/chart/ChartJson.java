package io.retrykit.examples.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Charts as the page's script reads them. */
final class ChartJson {
  /** Nine digits are more than a chart shows, and hide what the last bit of a sum depends on. */
  private static final MathContext DIGITS = new MathContext(9);

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private ChartJson() {}

  /** Returns an array of charts. */
  static String of(List<Chart> charts) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    charts.forEach(chart -> all.add(chart(chart)));
    try {
      return MAPPER.writeValueAsString(all);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible); // a tree of text and numbers
    }
  }

  private static ObjectNode chart(Chart chart) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("title", chart.title());
    node.set("x", axis(chart.x()));
    node.set("y", axis(chart.y()));
    ArrayNode series = node.putArray("series");
    chart.series().forEach(each -> series.add(series(each)));
    return node;
  }

  private static ObjectNode axis(Axis axis) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", axis.name())
        .put("kind", axis.kind().name().toLowerCase(Locale.ROOT));
  }

  private static ObjectNode series(Series series) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", series.name());
    node.put("style", series.style().name().toLowerCase(Locale.ROOT));
    node.put("colour", series.colour());
    ArrayNode points = node.putArray("points");
    for (Point point : series.points()) {
      ArrayNode numbers = points.addArray();
      numbers.add(digits(point.x())).add(digits(point.low()));
      numbers.add(digits(point.y())).add(digits(point.high()));
    }
    return node;
  }

  private static BigDecimal digits(double value) {
    return new BigDecimal(value).round(DIGITS).stripTrailingZeros();
  }
}
