package io.retrykit.async;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** A stream made up: what its attempts send, and what its subscriber does. Times are milliseconds; -1 is none. */
record StreamScript(List<List<Sent>> attempts, List<Demand> demands, Settings settings) {
  /** The number that a whole stream has, for those that look. */
  static final long LAST = 3;

  /** What a publisher does next. */
  enum Sent {
    ELEMENT,
    PAUSE,
    FAILURE,
    TWO_FAILURES,
    END
  }

  /** What the subscriber does next. */
  record Demand(int after, long count, boolean cancels) {}

  /** The settings. */
  record Settings(int pause, int attemptTimeout, int gap, boolean resumes, boolean checksEnd) {}

  List<Sent> attempt(int number) {
    return attempts.get(Math.min(number, attempts.size() - 1));
  }

  int pause() {
    return settings.pause();
  }

  int attemptTimeout() {
    return settings.attemptTimeout();
  }

  int gap() {
    return settings.gap();
  }

  boolean resumes() {
    return settings.resumes();
  }

  boolean checksEnd() {
    return settings.checksEnd();
  }

  static Arbitrary<StreamScript> any() {
    Arbitrary<Sent> sent = Arbitraries.frequency(
        Tuple.of(10, Sent.ELEMENT),
        Tuple.of(2, Sent.PAUSE),
        Tuple.of(2, Sent.FAILURE),
        Tuple.of(1, Sent.TWO_FAILURES),
        Tuple.of(2, Sent.END));
    Arbitrary<Demand> demands = Combinators.combine(
            Arbitraries.integers().between(0, 9),
            Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.longs().between(1, 5)),
                Tuple.of(1, Arbitraries.just(Long.MAX_VALUE))),
            Arbitraries.frequency(Tuple.of(14, false), Tuple.of(1, true)))
        .as(Demand::new);
    Arbitrary<Settings> settings = Combinators.combine(
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(-1, 2, 5),
            Arbitraries.of(-1, 2, 5),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Settings::new);
    return Combinators.combine(
            sent.list().ofMinSize(1).ofMaxSize(9).list().ofMinSize(1).ofMaxSize(4),
            demands.list().ofMaxSize(8),
            settings)
        .as(StreamScript::new);
  }
}
