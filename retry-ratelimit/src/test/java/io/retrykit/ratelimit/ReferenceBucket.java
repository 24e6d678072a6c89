package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * A bucket that is told what fell due, in the order of time, and notes where it was more than rate x time + burst over any
 * stretch that ends there. It is told by futures too, which would swallow an assertion.
 */
final class ReferenceBucket {
  private final long perNanos;
  private final long burst;
  private final List<String> draws = new ArrayList<>();
  private long fullAt;

  ReferenceBucket(long burst, long perNanos) {
    this.burst = burst;
    this.perNanos = perNanos;
  }

  void draw(long at, long permits) {
    fullAt = Math.max(fullAt, at) + permits * perNanos;
    draws.add(permits + " at " + at + (fullAt - at > burst * perNanos ? ", too many" : ""));
  }

  void assertNeverOverdrawn() {
    assertThat(draws).noneMatch(draw -> draw.endsWith("too many"));
  }

  /** Returns how many permits are there. */
  long available(long now) {
    return (burst * perNanos - Math.max(0, fullAt - now)) / perNanos;
  }

  @Override
  public String toString() {
    return draws.toString();
  }
}
