package io.retrykit.async;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A hedged call made up. Times are milliseconds; -1 says never, or not set.
 *
 * @param shots what the attempts come to, one after the other; the last again and again
 * @param supply what guards and budget have
 * @param cancelAt when the call is cancelled
 */
record HedgeScript(List<Shot> shots, Bounds bounds, Supply supply, int cancelAt) {

  /** What an attempt comes to. */
  enum End {
    GOOD,
    BAD_RESULT,
    RETRYABLE,
    FATAL
  }

  /** An attempt; a stubborn one cannot be cancelled. */
  record Shot(int time, End end, boolean stubborn) {}

  /** The settings. */
  record Bounds(int atOnce, int inFlight, int delay, int rounds, int pause, int timeout) {}

  /** Permits of the limiter, probes of a breaker that is half-open (0: it is closed), retries in the budget. */
  record Supply(int permits, int probes, int retries) {}

  Shot shot(int number) {
    return shots.get(Math.min(number, shots.size()) - 1);
  }

  static Arbitrary<HedgeScript> any() {
    Arbitrary<End> ends = Arbitraries.frequency(
        Tuple.of(6, End.RETRYABLE),
        Tuple.of(3, End.GOOD),
        Tuple.of(2, End.BAD_RESULT),
        Tuple.of(1, End.FATAL));
    Arbitrary<Integer> times =
        Arbitraries.frequencyOf(Tuple.of(8, between(0, 30)), Tuple.of(1, Arbitraries.just(-1)));
    Arbitrary<Shot> shots =
        Combinators.combine(times, ends, Arbitraries.of(true, false)).as(Shot::new);
    Arbitrary<Bounds> bounds = Combinators.combine(
            between(2, 5), between(2, 4), between(0, 12), between(1, 3), between(0, 8), orNot(40))
        .as(Bounds::new);
    Arbitrary<Supply> supply =
        Combinators.combine(between(1, 8), between(0, 4), between(0, 6)).as(Supply::new);
    return Combinators.combine(shots.list().ofMinSize(1).ofMaxSize(8), bounds, supply, orNot(50))
        .as(HedgeScript::new);
  }

  private static Arbitrary<Integer> between(int least, int most) {
    return Arbitraries.integers().between(least, most);
  }

  private static Arbitrary<Integer> orNot(int most) {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.just(-1)), Tuple.of(1, between(1, most)));
  }
}
