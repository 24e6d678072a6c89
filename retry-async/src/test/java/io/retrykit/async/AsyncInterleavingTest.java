package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.async.CallScript.Answer;
import io.retrykit.async.CallScript.Way;
import io.retrykit.async.InterleavedCall.Around;
import io.retrykit.async.InterleavedCall.Tally;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * SPEC 23.2, SPEC 23.3, SPEC 23.4, SPEC 23.8: whatever comes between what, a call ends once, and nothing of it is left:
 * no moment waited for, no grant without its end, no result that nobody closes, no attempt that was not paid for, or paid
 * for and not made.
 */
class AsyncInterleavingTest {
  private static final Tally ALONE = new Tally();
  private static final Tally BESIDE = new Tally();

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void call_endsOnce_andLeavesNothing(
      @ForAll("scripts") CallScript script, @ForAll("arounds") Around around) {
    new InterleavedCall(script, around, null, ALONE).run();
  }

  /** SPEC 23.13. */
  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void call_whoseAttemptsAreMadeBesideEachOther_endsOnce_andLeavesNothing(
      @ForAll("scripts") CallScript script,
      @ForAll("arounds") Around around,
      @ForAll @IntRange(min = 1, max = 5) int delay) {
    Hedge hedge = Hedge.after(ofMillis(delay)).withMaxAttempts(3).withMaxInFlight(2 + delay % 2);
    new InterleavedCall(script, around, hedge, BESIDE).run();
  }

  @AfterContainer
  static void interleavings_wereOfAllKinds() {
    assertThat(ALONE.cancelled).isGreaterThan(100);
    assertThat(ALONE.late).isGreaterThan(100);
    assertThat(BESIDE.beside).isGreaterThan(100);
  }

  @Provide
  Arbitrary<CallScript> scripts() {
    return CallScript.any(Arbitraries.of(Way.class), Arbitraries.of(Answer.class), 8);
  }

  @Provide
  Arbitrary<Around> arounds() {
    return Around.any();
  }
}
