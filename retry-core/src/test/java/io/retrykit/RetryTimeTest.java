package io.retrykit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time a whole call may take. */
class RetryTimeTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final IllegalStateException failure = new IllegalStateException("failure");

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(100)
        .backoff(Backoff.fixed(ofSeconds(1)))
        .listener(journal.listener());
  }

  /** An operation that takes a while and fails. */
  private Script<String> slow(Duration each) {
    return new Script<String>().does(() -> {
      time.advance(each);
      throw failure;
    });
  }

  /** SPEC 6.2. */
  @Test
  void maxDuration_pauseWouldCrossIt_isNotBegun() {
    Script<String> calls = slow(ofMillis(200));
    Retry retry = Retry.with(policy().maxDuration(ofSeconds(4)).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(failure);
    // attempts end at 0.2, 1.4, 2.6 and 3.8; the next pause would end at 4.8
    assertThat(calls.calls()).isEqualTo(4);
    assertThat(time.elapsed()).isEqualTo(ofMillis(3800));
    assertThat(journal.lines()).last().isEqualTo("GAVE_UP 4 MAX_DURATION");
  }

  /** SPEC 6.2: a pause that ends on the very moment leaves no time for an attempt. */
  @Test
  void maxDuration_pauseEndsOnTheMoment_isNotBegunAndANanosecondLessIs() {
    Script<String> onTime = slow(ofMillis(500));
    assertThat(catchThrowable(
            () -> Retry.with(policy().maxDuration(ofMillis(1500)).build()).call(onTime)))
        .isSameAs(failure);
    assertThat(onTime.calls()).isEqualTo(1);
    Script<String> before = slow(ofMillis(500));
    Duration more = ofMillis(1500).plus(ofNanos(1));
    assertThat(
            catchThrowable(() -> Retry.with(policy().maxDuration(more).build()).call(before)))
        .isSameAs(failure);
    assertThat(before.calls()).isEqualTo(2);
  }

  /** SPEC 6.2: no attempts back to back once the time is up, though there is no pause to wait for. */
  @Test
  void maxDuration_noPause_endsWithTheAttemptThatCrossesIt() {
    Script<String> calls = slow(ofMillis(300));
    Retry retry =
        Retry.with(policy().backoff(Backoff.none()).maxDuration(ofSeconds(1)).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(failure);
    assertThat(calls.calls()).isEqualTo(4);
  }

  /** SPEC 6.2: it does not stop an attempt, and a success that is late is a success. */
  @Test
  void maxDuration_successAfterIt_wins() throws Exception {
    Script<String> calls = new Script<String>().does(() -> {
      time.advance(ofSeconds(60));
      return "late";
    });
    assertThat(Retry.with(policy().maxDuration(ofSeconds(2)).build()).call(calls))
        .isEqualTo("late");
  }

  /** SPEC 6.2: a machine that sleeps longer than it was asked to. */
  @Test
  void maxDuration_pauseOverslept_noAttemptFollows() {
    Timebase drowsy = new Slowed(time, ofSeconds(10));
    Script<String> calls = new Script<String>().fails(failure);
    Retry retry = Retry.with(policy().timebase(drowsy).maxDuration(ofSeconds(5)).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(failure);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(journal.lines())
        .containsExactly("FAILED 1 failure", "RETRY 1 in 1s", "GAVE_UP 1 MAX_DURATION");
  }

  /** SPEC 5.3, SPEC 9.2: nothing taken for the retry is kept, and no interrupt is lost. */
  @Test
  void maxDuration_pauseOverslept_budgetIsGivenBackAndTheFlagIsSet() {
    InterruptedException interrupt = new InterruptedException("user code");
    Retry retry = Retry.with(policy()
        .timebase(new Slowed(time, ofSeconds(10)))
        .retryOn(InterruptedException.class)
        .budget(journal.budget(5))
        .maxDuration(ofSeconds(5))
        .build());
    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(interrupt))))
        .isSameAs(interrupt);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(journal.lines("budget")).last().isEqualTo("budget returned 1, taken 5");
  }

  /** SPEC 6.2: after a result there is nothing left to hand back: it is closed already, so one more is made. */
  @Test
  void maxDuration_pauseAfterAResultOverslept_oneMoreAttempt() throws Exception {
    Script<String> calls = new Script<String>().returns("bad").returns("bad again");
    Retry retry = Retry.with(policy()
        .timebase(new Slowed(time, ofSeconds(10)))
        .retryOnResult(any -> true)
        .maxDuration(ofSeconds(5))
        .build());
    assertThat(retry.call(calls)).isEqualTo("bad again");
    assertThat(calls.calls()).isEqualTo(2);
  }

  /** SPEC 6.1: the clock starts a millisecond before it wraps, so every deadline here is beyond that. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999_999, 1_000_000, 5_000_000_000L})
  void maxDuration_clockWrapsOnTheWay_doesNoHarm(long ahead) {
    time.advance(ofNanos(ahead));
    Script<String> calls = new Script<String>().fails(failure);
    Retry retry = Retry.with(policy().maxDuration(ofMillis(3500)).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(failure);
    assertThat(calls.calls()).isEqualTo(4);
    assertThat(time.elapsed()).isEqualTo(ofNanos(ahead).plusSeconds(3));
  }

  /** SPEC 6.2, SPEC 6.5: what is slept is what was announced. */
  @Test
  void pauses_withJitter_areMadeAsAnnounced() {
    List<Duration> announced = new ArrayList<>();
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(12)
        .listener(event -> {
          if (event.type() == RetryEvent.Type.RETRY) {
            announced.add(event.delay());
          }
        })
        .build());
    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
        .isSameAs(failure);
    assertThat(announced).hasSize(11).isEqualTo(time.sleeps());
    assertThat(time.sleeps().get(10)).isBetween(ofSeconds(30), ofSeconds(60));
  }

  /** An attempt is told how long it may still take. */
  @Test
  void timeLeft_onEachAttempt_isTheSmallerOfBothLimits() {
    List<Optional<Duration>> left = new ArrayList<>();
    Retry retry = Retry.with(policy()
        .maxAttempts(3)
        .maxDuration(ofSeconds(3))
        .attemptTimeout(ofMillis(1500))
        .build());
    assertThat(catchThrowable(() -> retry.callWithAttempt(attempt -> {
          left.add(attempt.timeLeft());
          time.advance(ofMillis(100));
          left.add(attempt.timeLeft());
          throw failure;
        })))
        .isSameAs(failure);
    assertThat(left.stream().map(Optional::orElseThrow))
        .containsExactly(
            ofMillis(1500),
            ofMillis(1400),
            ofMillis(1500),
            ofMillis(1400),
            ofMillis(800),
            ofMillis(700));
  }

  @Test
  void timeLeft_noLimits_isEmptyAndTheAttemptIsNotCancelled() {
    Retry retry = Retry.with(policy().build());
    String seen = retry.callWithAttempt(
        attempt -> attempt.timeLeft().isPresent() + " " + attempt.cancelled());
    assertThat(seen).isEqualTo("false false");
  }

  @Test
  void timeLeft_whenItIsOver_isZero() {
    Retry retry = Retry.with(policy().maxDuration(ofSeconds(2)).build());
    Optional<Duration> left = retry.callWithAttempt(attempt -> {
      time.advance(ofSeconds(9));
      return attempt.timeLeft();
    });
    assertThat(left).contains(Duration.ZERO);
  }

  /** Time in which every pause takes longer than asked. */
  private record Slowed(VirtualTimebase time, Duration more) implements Timebase {
    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
      time.sleep(nanos);
      time.advance(more);
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      return time.schedule(delayNanos, task);
    }
  }
}
