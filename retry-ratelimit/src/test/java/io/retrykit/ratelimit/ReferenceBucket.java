package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * A bucket that is told what fell due, in the order of time, and fails where it was more than rate x time + burst over any
 * stretch that ends there. A draw below zero is one that was given back: it frees no more than the bucket holds.
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
    draws.add(permits + " at " + at);
    fullAt = Math.max(fullAt, at) + permits * perNanos;
    assertThat(fullAt - at).as("%s", draws).isLessThanOrEqualTo(burst * perNanos);
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
