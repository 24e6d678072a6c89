package io.retrykit.circuitbreaker;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A breaker at one moment, for dashboards and tests. Immutable. The counts are those of the window while the breaker is
 * closed or only measures, those of the probes while it is half-open, and what it opened for while it is open.
 *
 * @param breaker its name
 * @param state its state
 * @param calls how many calls are counted
 * @param failed how many of them failed
 * @param slow how many of them were slow, failed or not; 0 if nobody looks
 * @param overdue how many calls are under way and slow already; not among {@code calls}
 * @param failureRate the share of failed calls in percent; empty below the minimum number of calls
 * @param slowRate the share of slow calls, those under way included, in percent; empty below the minimum
 * @param refused how many calls were refused since it is in this state
 * @param inState since when it is in this state
 * @param remaining how long until the next call may be granted: zero if it may be now, empty if nobody knows
 */
public record CircuitSnapshot(
    String breaker,
    CircuitState state,
    long calls,
    long failed,
    long slow,
    long overdue,
    OptionalDouble failureRate,
    OptionalDouble slowRate,
    long refused,
    Duration inState,
    Optional<Duration> remaining) {

  static CircuitSnapshot of(CircuitBreaker breaker, Phase phase) {
    Settings settings = breaker.settings;
    long now = settings.timebase.nanos();
    Counts counts = phase.counts(now);
    long begun = counts.calls() + counts.overdue();
    long remaining = phase.remainingNanos(now);
    return new CircuitSnapshot(
        breaker.name(),
        phase.state(),
        counts.calls(),
        counts.failed(),
        counts.slow(),
        counts.overdue(),
        rate(counts.failed(), counts.calls(), phase.minimum()),
        rate(counts.slow() + counts.overdue(), begun, phase.minimum()),
        phase.refused(),
        Duration.ofNanos(Math.max(0, now - phase.sinceNanos)),
        remaining < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(remaining)));
  }

  private static OptionalDouble rate(long part, long whole, int minimum) {
    return whole == 0 || whole < minimum
        ? OptionalDouble.empty()
        : OptionalDouble.of(part * 100.0 / whole);
  }

  /** Returns one line for a person: {@code claude: open for 2s, 60 of 100 calls failed, 12 refused}. */
  @Override
  public String toString() {
    return breaker + ": " + state.name().toLowerCase(Locale.ROOT).replace('_', '-') + " for "
        + Nanos.text(inState.toNanos()) + ", " + failed + " of " + calls + " calls failed"
        + (slow + overdue == 0 ? "" : ", " + (slow + overdue) + " were slow")
        + (refused == 0 ? "" : ", " + refused + " refused");
  }
}
