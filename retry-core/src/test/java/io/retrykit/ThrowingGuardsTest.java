package io.retrykit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.guard.Admission;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SPEC 8.3: a guard that throws when it is told, one of any number, in any place: the others are told, the call goes on. */
class ThrowingGuardsTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final Journal journal = new Journal();
  private final List<Journal.RecordingGuard> guards = new ArrayList<>();

  static Stream<Arguments> places() {
    return Stream.of(1, 2, 3)
        .flatMap(count -> Stream.iterate(0, place -> place < count, place -> place + 1)
            .map(place -> Arguments.of(count, place)));
  }

  private Retry through(int count, int throwing) {
    RetryPolicyBuilder policy = RetryPolicy.builder()
        .discovery(false)
        .timebase(VirtualTimebase.create())
        .backoff(Backoff.none())
        .maxAttempts(2);
    for (int i = 0; i < count; i++) {
      Journal.RecordingGuard guard = journal.guard("g" + i);
      guards.add(i == throwing ? guard.throwsWhenTold(new IllegalStateException("told")) : guard);
      policy.guard(guard);
    }
    return Retry.with(policy.build());
  }

  private List<String> told() {
    return journal.lines().stream().filter(line -> !line.contains(" admit ")).toList();
  }

  private static List<String> inReverse(int count, String what, int lease) {
    List<String> lines = new ArrayList<>();
    for (int i = count - 1; i >= 0; i--) {
      lines.add("g" + i + " " + what + " g" + i + lease);
    }
    return lines;
  }

  private void assertLogged(int throwing, int times) {
    assertThat(log.warnings())
        .hasSize(times)
        .allMatch(line -> line.contains("guard g" + throwing + " failed when told"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void toldOfASuccess(int count, int throwing) throws Exception {
    Retry retry = through(count, throwing);
    assertThat(retry.call(new Script<String>().returns("v"))).isEqualTo("v");
    assertThat(told()).isEqualTo(inReverse(count, "succeeded", 1));
    assertLogged(throwing, 1);
  }

  @ParameterizedTest
  @MethodSource("places")
  void toldOfAFailure_andThenOfASuccess(int count, int throwing) throws Exception {
    Retry retry = through(count, throwing);
    Script<String> calls = new Script<String>().fails(new IOException("1")).returns("v");
    assertThat(retry.call(calls)).isEqualTo("v");
    List<String> expected = inReverse(count, "failed", 1);
    expected.addAll(inReverse(count, "succeeded", 2));
    assertThat(told()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("places")
  void toldThatTheirGrantIsNotUsed(int count, int throwing) {
    Retry retry = through(count, throwing);
    guards.get(count - 1).answers(Admission.refused("no", Admission.UNKNOWN));
    assertThat(catchThrowable(() -> retry.call(new Script<String>().returns("v"))))
        .hasMessageStartingWith("attempt refused by g" + (count - 1) + ": no");
    assertThat(told()).isEqualTo(inReverse(count - 1, "released", 1));
    assertThat(log.warnings().stream().filter(line -> line.contains("failed when told")))
        .hasSize(throwing < count - 1 ? 1 : 0);
  }

  /** Nothing was granted: there is no end to tell. */
  @Test
  void unguardedAttempt_isToldToNobody() throws Exception {
    Retry retry = through(1, 0);
    guards.get(0).failsOpen().throwsIt(new IllegalStateException("asked"));
    assertThat(retry.call(new Script<String>().returns("v"))).isEqualTo("v");
    assertThat(told()).isEmpty();
  }
}
