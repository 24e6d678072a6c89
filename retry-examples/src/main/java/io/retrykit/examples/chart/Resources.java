package io.retrykit.examples.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** What a page carries within: the chart library, its notice, our script and our style. */
final class Resources {
  private static final String LIBRARY = "/META-INF/maven/org.webjars/echarts/pom.properties";

  private Resources() {}

  /** Returns the chart library: Apache ECharts, as it lies in its jar. */
  static String library() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(read(LIBRARY)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    String script = read("/META-INF/resources/webjars/echarts/" + properties.getProperty("version")
        + "/echarts.common.min.js");
    if (script.contains("</script") || script.contains("<!--")) {
      throw new IllegalStateException("the chart library cannot stand within a page");
    }
    return script;
  }

  /** Returns one of the files beside this class. */
  static String ours(String name) {
    return read(name);
  }

  private static String read(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
