package io.retrykit.benchmarks.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines of a resource beside this class whose fields are parted by commas and quoted nowhere. */
final class Csv {
  private Csv() {}

  static List<String[]> read(String name, int fields) throws IOException {
    List<String[]> all = new ArrayList<>();
    try (InputStream in = Csv.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] parts = line.split(",", -1);
        if (parts.length != fields) {
          throw new IOException(
              name + ": a line has " + fields + " fields, not " + parts.length + ": " + line);
        }
        all.add(parts);
      }
    }
    return all;
  }

  /** Returns the number; {@code NaN} if there is none. */
  static double number(String field) {
    return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
  }
}
