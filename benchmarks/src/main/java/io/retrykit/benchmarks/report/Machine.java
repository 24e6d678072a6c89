package io.retrykit.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where and with what was measured.
 *
 * @param date the day, in UTC
 * @param jdk the JVM's name and version
 * @param feature its feature release
 * @param processor the processor's name, if the system tells it
 * @param cores how many the JVM sees
 * @param versions of ours and the peers
 */
public record Machine(
    String date,
    String jdk,
    int feature,
    String processor,
    int cores,
    Map<String, String> versions) {

  /** Looks around. */
  static Machine here() throws IOException {
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        Runtime.version().feature(),
        processorHere(),
        Runtime.getRuntime().availableProcessors(),
        versionsHere());
  }

  private static String processorHere() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch");
    }
    try (var lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }

  private static Map<String, String> versionsHere() throws IOException {
    Properties read = new Properties();
    try (InputStream in = Machine.class.getResourceAsStream("versions.properties")) {
      if (in == null) {
        throw new IOException("versions.properties is missing");
      }
      read.load(in);
    }
    Map<String, String> versions = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> versions.put(name, read.getProperty(name)));
    return versions;
  }
}
