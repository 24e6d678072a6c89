package io.retrykit.throttle.hint;

import io.retrykit.throttle.hint.ServerHint.Ask;
import io.retrykit.throttle.hint.ServerHint.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Hints from a few headers, written down briefly. */
final class Hints {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private Hints() {}

  /** Reads names and values, by turns. */
  static ServerHint read(String... headers) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    return ServerHint.read(HeaderSource.of(map), NOW);
  }

  static ServerHint floor(Duration wait, String header) {
    return new ServerHint(Ask.UNSAID, Timing.FLOOR, wait.toNanos(), header);
  }
}
