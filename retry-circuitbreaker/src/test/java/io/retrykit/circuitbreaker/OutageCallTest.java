package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.time.VirtualTimebase;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the simulation of an outage stands on: a call driven by events does what the real loop does. */
class OutageCallTest {
  private static final Duration PACE = Duration.ofSeconds(10); // longer than a call with its pauses
  private static final Duration DIES = Duration.ofSeconds(95);
  private static final Duration RETURNS = Duration.ofSeconds(995);
  private static final int CALLS = 150;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void callDrivenByEvents_knocksWhenTheRealRetryDoes_andEndsAlike(long seed) {
    for (boolean guarded : new boolean[] {false, true}) {
      for (boolean budgeted : new boolean[] {false, true}) {
        Trace driven = driven(seed, guarded, budgeted);
        assertThat(driven).isEqualTo(real(seed, guarded, budgeted));
        assertThat(driven.knocks()).hasSizeBetween(20, guarded ? 40 : 270);
        assertThat(driven.ends()).hasSize(CALLS).contains(true, false).endsWith(true);
      }
    }
  }

  private record Trace(List<Duration> knocks, List<Boolean> ends) {}

  private static RetryPolicy policy(
      VirtualTimebase time, long seed, boolean guarded, boolean budgeted) {
    var policy = RetryPolicy.builder()
        .name("client")
        .discovery(false)
        .timebase(time)
        .random(new SplittableRandom(seed));
    if (guarded) {
      policy.guard(
          CircuitBreaker.builder("server").consecutiveFailures(5).timebase(time).build());
    }
    if (budgeted) {
      policy.budget(AwsRetryBudget.builder().capacity(40).build());
    }
    return policy.build();
  }

  private static Trace driven(long seed, boolean guarded, boolean budgeted) {
    VirtualTimebase time = VirtualTimebase.manual();
    FrailServer server = new FrailServer(time, DIES, RETURNS);
    RetryPolicy policy = policy(time, seed, guarded, budgeted);
    List<Boolean> ends = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      new OutageCall(policy, server, ends::add).attempt();
      time.advance(PACE);
    }
    return new Trace(server.knocks(), ends);
  }

  private static Trace real(long seed, boolean guarded, boolean budgeted) {
    VirtualTimebase time = VirtualTimebase.create();
    FrailServer server = new FrailServer(time, DIES, RETURNS);
    Retry retry = Retry.with(policy(time, seed, guarded, budgeted));
    List<Boolean> ends = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      Duration next = time.elapsed().plus(PACE);
      ends.add(retry.callOrElse(() -> ask(server, time), failure -> false));
      time.advance(next.minus(time.elapsed()));
    }
    return new Trace(server.knocks(), ends);
  }

  private static boolean ask(FrailServer server, VirtualTimebase time) throws ConnectException {
    if (server.answers()) {
      time.advance(OutageCall.ANSWER_TAKES);
      return true;
    }
    time.advance(OutageCall.REFUSAL_TAKES);
    throw new ConnectException("nobody there");
  }
}
