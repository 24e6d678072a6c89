package io.retrykit;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.CallCase.Step;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * SPEC 4.1, SPEC 8.1, SPEC 8.2: where nobody hears of a success the loop has shorter ways, one for each number of guards: what the
 * guards hear, how the call ends and how long it takes stay what a naive reading of the rules says.
 */
class RetryShortWaysPropertiesTest {
  private static final int TRIES = 3_000;

  @Provide
  Arbitrary<CallCase> calls() {
    return CallCase.any().map(RetryShortWaysPropertiesTest::withoutBudget);
  }

  private static CallCase withoutBudget(CallCase call) {
    return new CallCase(
        call.steps(),
        call.maxAttempts(),
        call.attemptTime(),
        call.pauses(),
        call.answers(),
        call.failOpen(),
        call.waitWhenRefused(),
        -1,
        call.maxDuration(),
        call.interruptAt());
  }

  private static CallCase withoutBadResults(CallCase call) {
    return new CallCase(
        call.steps().stream()
            .map(step -> step == Step.BAD_RESULT ? Step.SUCCESS : step)
            .toList(),
        call.maxAttempts(),
        call.attemptTime(),
        call.pauses(),
        call.answers(),
        call.failOpen(),
        call.waitWhenRefused(),
        call.tokens(),
        call.maxDuration(),
        call.interruptAt());
  }

  private static void assertLikeTheOracle(MadeCall made, CallCase call) {
    CallOracle oracle = new CallOracle(call);
    List<String> guards =
        oracle.lines.stream().filter(line -> line.matches("g\\d .*")).toList();
    assertThat(made.journal.lines()).isEqualTo(guards);
    assertThat(made.text()).isEqualTo(oracle.end);
    assertThat(made.flag).as("interrupt flag").isEqualTo(oracle.flag);
    assertThat(made.time.elapsed()).isEqualTo(ofMillis(oracle.now));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void call_thatNobodyListensTo_isLikeTheOracle(@ForAll("calls") CallCase any) {
    CallCase call = withoutBadResults(any);
    assertLikeTheOracle(new MadeCall(call, MadeCall.Form.BARE), call);
  }

  /** Results that a classifier has an opinion on, of a type that it says so of. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void call_whoseResultsAreClassified_isLikeTheOracle(@ForAll("calls") CallCase call) {
    assertLikeTheOracle(new MadeCall(call, MadeCall.Form.CLASSIFIED), call);
  }
}
