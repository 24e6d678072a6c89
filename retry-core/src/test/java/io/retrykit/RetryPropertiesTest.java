package io.retrykit;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of the loop, on random calls: it does what a naive reading of the rules says, and nothing else. */
class RetryPropertiesTest {
  private static final int TRIES = 3_000;

  @Provide
  Arbitrary<CallCase> calls() {
    return CallCase.any();
  }

  /**
   * SPEC 1.4, SPEC 8.1, SPEC 9.1, SPEC 10.1: guards, budget, listeners and discards hear what the rules say, once and in
   * order.
   */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void call_likeTheOracle_isHeardTheSame(@ForAll("calls") CallCase call) {
    assertThat(new MadeCall(call).journal.lines()).isEqualTo(new CallOracle(call).lines);
  }

  /** SPEC 4.1, SPEC 4.2, SPEC 4.3, SPEC 5.1, SPEC 5.2: the end, the flag, the clock, the pauses, the history. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void call_likeTheOracle_endsTheSame(@ForAll("calls") CallCase call) {
    MadeCall made = new MadeCall(call);
    CallOracle oracle = new CallOracle(call);
    assertThat(made.text()).isEqualTo(oracle.end);
    assertThat(made.flag).as("interrupt flag").isEqualTo(oracle.flag);
    assertThat(made.time.elapsed()).isEqualTo(ofMillis(oracle.now));
    assertThat(made.time.sleeps())
        .isEqualTo(oracle.sleeps.stream().map(Duration::ofMillis).toList());
    if (made.end != null) {
      List<String> earlier = new ArrayList<>(oracle.failures);
      if (!oracle.end.equals("cancelled") && !earlier.isEmpty()) {
        earlier.remove(earlier.size() - 1); // that one is thrown, or the cause of the refusal
      }
      assertThat(made.history()).isEqualTo(earlier);
    }
  }

  /** SPEC 4.1: the very instance of the last attempt, or, for a refusal, that instance as its cause. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void end_isTheLastFailureItself(@ForAll("calls") CallCase call) {
    MadeCall made = new MadeCall(call);
    CallOracle oracle = new CallOracle(call);
    if (oracle.end.startsWith("threw ")) {
      assertThat(made.end).isSameAs(made.thrown.get(oracle.end.substring("threw ".length())));
    } else if (oracle.end.equals("refused") && !oracle.failures.isEmpty()) {
      String last = oracle.failures.get(oracle.failures.size() - 1);
      assertThat(Objects.requireNonNull(made.end).getCause()).isSameAs(made.thrown.get(last));
    } else {
      assertThat(made.thrown.values()).doesNotContain(made.end);
    }
  }

  /** SPEC 1.2, SPEC 6.2, SPEC 8.1, SPEC 8.2, SPEC 10.1, without an oracle to be wrong in the same way. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void call_invariants_hold(@ForAll("calls") CallCase call) {
    MadeCall made = new MadeCall(call);
    assertThat(made.attempts).isLessThanOrEqualTo(call.maxAttempts());
    List<String> lines = made.journal.lines();
    List<String> ends = lines.stream()
        .filter(line -> line.matches("g\\d (succeeded|failed|abandoned|released) .*"))
        .map(line -> line.replaceAll(" (succeeded|failed|abandoned|released)", ""))
        .toList();
    assertThat(ends).as("one end for each grant").containsExactlyInAnyOrderElementsOf(made.leases);
    assertThat(lines.stream().filter(line -> line.startsWith("RETRY")))
        .hasSize(made.announced.size());
    assertThat(lines.stream().filter(line -> line.matches("(SUCCEEDED|FAILED) .*")))
        .as("one end for each attempt")
        .hasSize(made.attempts);
    assertThat(lines.stream().filter(line -> line.startsWith("GAVE_UP")).count())
        .as("gave up once, or succeeded")
        .isEqualTo(lines.stream().anyMatch(line -> line.startsWith("SUCCEEDED")) ? 0 : 1);
    if (call.maxDuration() > 0) {
      // only attempts may cross the deadline, each of them begun before it
      assertThat(made.time.elapsed())
          .isLessThan(ofMillis((long) call.maxDuration() + Math.max(1, call.attemptTime())));
    }
    assertThat(made.time.pendingTasks()).isLessThanOrEqualTo(call.interruptAt() > 0 ? 1 : 0);
  }

  /** SPEC 6.5: without guards that wait, the pauses made are the pauses announced, save those of nothing. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void pauses_areThoseAnnounced(@ForAll("calls") CallCase call) {
    CallCase plain = new CallCase(
        call.steps(),
        call.maxAttempts(),
        call.attemptTime(),
        call.pauses(),
        List.of(),
        false,
        false,
        call.tokens(),
        call.maxDuration(),
        0);
    MadeCall made = new MadeCall(plain);
    assertThat(made.time.sleeps())
        .isEqualTo(made.announced.stream().filter(pause -> !pause.isZero()).toList());
  }
}
