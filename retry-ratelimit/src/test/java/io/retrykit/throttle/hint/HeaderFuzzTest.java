package io.retrykit.throttle.hint;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Verdict;
import io.retrykit.throttle.hint.ServerHint.Ask;
import io.retrykit.throttle.hint.ServerHint.Timing;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A million responses of servers that mean no good. To repeat one: {@code -Dhint.fuzz.seed=...}. */
class HeaderFuzzTest {
  private static final int RESPONSES = 1_000_000;
  private static final Set<String> NAMES = new HashSet<>(FuzzedHeaders.NAMES);

  @Test
  void read_aMillionMutatedResponses_neverThrows() {
    long seed = Long.getLong("hint.fuzz.seed", 20_261_125L);
    FuzzedHeaders fuzzed = new FuzzedHeaders(new SplittableRandom(seed));
    Map<Timing, Integer> timings = new EnumMap<>(Timing.class);
    Map<Ask, Integer> asks = new EnumMap<>(Ask.class);
    for (int i = 0; i < RESPONSES; i++) {
      Map<String, String> headers = fuzzed.next();
      try {
        ServerHint hint = ServerHint.read(headers::get, Hints.NOW);
        check(hint);
        timings.merge(hint.timing(), 1, Integer::sum);
        asks.merge(hint.ask(), 1, Integer::sum);
      } catch (RuntimeException | Error broken) {
        throw new AssertionError("seed " + seed + ", response " + i + ": " + headers, broken);
      }
    }
    assertThat(timings).hasSize(3).allSatisfy((timing, n) -> assertThat(n).isGreaterThan(2_000));
    assertThat(asks).hasSize(3).allSatisfy((ask, n) -> assertThat(n).isGreaterThan(500));
  }

  /** Without an assertion library: it would take longer than all the rest. */
  private static void check(ServerHint hint) {
    boolean none = hint.ask() == Ask.UNSAID && hint.timing() == Timing.NONE;
    boolean sound = hint.nanos() >= 0
        && (hint.timing() != Timing.NONE || hint.nanos() == 0)
        && (none ? hint == ServerHint.NONE : NAMES.contains(hint.header()));
    Verdict verdict = hint.applyTo(Verdict.throttled());
    if (!sound || verdict.retries() != (hint.ask() != Ask.STOP)) {
      throw new IllegalStateException(hint + ", " + verdict);
    }
  }
}
