package io.retrykit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.Attempt;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.guard.Admission;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A time base that cannot pause, or runs no more tasks: the call ends with that, and nobody keeps what is not used. */
class RetryBrokenTimeTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final Journal journal = new Journal();
  private final Journal.RecordingGuard a = journal.guard("a");
  private final Journal.RecordingGuard b = journal.guard("b");
  private final IOException failure = new IOException("failure");
  private final OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
  private final RejectedExecutionException shut = new RejectedExecutionException("shut down");

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private final class BrokenTime implements Timebase {
    private final VirtualTimebase time = VirtualTimebase.create();

    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public void sleep(long nanos) {
      throw noThread;
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      throw shut;
    }
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(new BrokenTime())
        .backoff(Backoff.none())
        .listener(journal.listener());
  }

  private static Throwable endOf(RetryPolicyBuilder policy, Script<?> calls) {
    return catchThrowable(() -> Retry.with(policy.build()).call(calls));
  }

  private static Admission later(String lease) {
    return Admission.grantedAfter(lease, ofSeconds(3).toNanos());
  }

  /** SPEC 8.1, SPEC 8.6. */
  @Test
  void grantAfterAWait_thatCannotBeWaitedFor_isReleasedWithTheEarlierOnes() {
    b.answers(later("b1"));
    Script<String> calls = new Script<String>().returns("v");
    assertThat(endOf(policy().guard(a).guard(b), calls)).isSameAs(noThread);
    assertThat(calls.calls()).isZero();
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "b released b1",
            "a released a1",
            "GAVE_UP 1 CALLBACK_FAILED");
  }

  /** SPEC 8.6, SPEC 9.2: on a retry, what the budget gave for it goes back as well. */
  @Test
  void grantAfterAWait_thatCannotBeWaitedForOnARetry_givesTheBudgetItsAmountBack() {
    a.grants().answers(later("a2"));
    assertThat(
            endOf(policy().guard(a).budget(journal.budget(5)), new Script<String>().fails(failure)))
        .isSameAs(noThread)
        .hasSuppressedException(failure);
    assertThat(journal.lines("a"))
        .containsExactly("a admit 1", "a failed a1", "a admit 2", "a released a2");
    assertThat(journal.lines("budget")).endsWith("budget returned 1, taken 5");
  }

  /** SPEC 8.7: a grant that comes after that is given back. */
  @Test
  void pendingAnswer_thatCannotBeTimed_isGivenBackWhenItComes() {
    CompletableFuture<Admission> stage = new CompletableFuture<>();
    b.answers(Admission.pending(stage));
    assertThat(endOf(policy().guard(a).guard(b), new Script<String>().returns("v")))
        .isSameAs(shut);
    assertThat(journal.lines("a")).containsExactly("a admit 1", "a released a1");
    stage.complete(Admission.granted("b1"));
    assertThat(journal.lines("b")).containsExactly("b admit 1", "b released b1");
  }

  /** SPEC 9.2. */
  @Test
  void pause_thatCannotBeMade_givesTheBudgetItsAmountBack() {
    RetryPolicyBuilder pausing =
        policy().backoff(Backoff.fixed(ofSeconds(1))).budget(journal.budget(5));
    assertThat(endOf(pausing, new Script<String>().fails(failure)))
        .isSameAs(noThread)
        .hasSuppressedException(failure);
    assertThat(journal.lines())
        .endsWith("RETRY 1 in 1s", "budget returned 1, taken 5", "GAVE_UP 1 CALLBACK_FAILED");
  }

  /** SPEC 5.1: the flag that an attempt has taken off is put back, however the call ends. */
  @Test
  void pause_thatCannotBeMadeAfterAnInterrupt_putsTheFlagBack() {
    RetryPolicyBuilder pausing =
        policy().backoff(Backoff.fixed(ofSeconds(1))).retryOn(InterruptedException.class);
    assertThat(endOf(pausing, new Script<String>().fails(new InterruptedException())))
        .isSameAs(noThread);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  /** SPEC 8.2: the attempt was never begun, so nothing is said of the service. */
  @Test
  void attemptTimeout_thatCannotBeTimed_beginsNoAttempt() {
    Script<String> calls = new Script<String>().returns("v");
    RetryPolicyBuilder timed = policy().guard(a).guard(b).attemptTimeout(ofSeconds(1));
    assertThat(endOf(timed, calls)).isSameAs(shut);
    assertThat(calls.calls()).isZero();
    assertThat(journal.lines())
        .containsExactly(
            "a admit 1",
            "b admit 1",
            "b released b1",
            "a released a1",
            "GAVE_UP 1 CALLBACK_FAILED");
  }

  @Test
  void attemptTimeout_thatCannotBeTimedWithoutGuards_beginsNoAttempt() {
    Script<String> calls = new Script<String>().returns("v");
    assertThat(endOf(policy().attemptTimeout(ofSeconds(1)), calls)).isSameAs(shut);
    assertThat(calls.calls()).isZero();
    assertThat(journal.lines()).containsExactly("GAVE_UP 1 CALLBACK_FAILED");
  }

  /** SPEC 9.2: on a retry, what the budget gave for it goes back. */
  @Test
  void attemptTimeout_thatCannotBeTimedOnARetry_givesTheBudgetItsAmountBack() {
    int[] scheduled = {0};
    VirtualTimebase time = VirtualTimebase.create();
    Timebase once = new OtherTasks(time, (delay, task) -> {
      if (scheduled[0]++ > 0) {
        throw shut;
      }
      return time.schedule(delay, task);
    });
    Script<String> calls = new Script<String>().fails(failure);
    RetryPolicyBuilder timed =
        policy().timebase(once).budget(journal.budget(5)).attemptTimeout(ofSeconds(1));
    assertThat(endOf(timed, calls)).isSameAs(shut).hasSuppressedException(failure);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(journal.lines())
        .endsWith("RETRY 1 in 0s", "budget returned 1, taken 5", "GAVE_UP 2 CALLBACK_FAILED");
  }

  /** Virtual time whose tasks somebody else keeps. */
  private record OtherTasks(VirtualTimebase time, BiFunction<Long, Runnable, Scheduled> tasks)
      implements Timebase {
    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
      time.sleep(nanos);
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      return tasks.apply(delayNanos, task);
    }
  }

  private Timebase uncancelled() {
    return new OtherTasks(VirtualTimebase.create(), (delay, task) -> () -> {
      throw shut;
    });
  }

  /** SPEC 6.4: an attempt that has ended in time has ended as it has. */
  @Test
  void attemptTimeout_thatCannotBeCancelled_changesNeitherResultNorFailure() throws Exception {
    RetryPolicyBuilder policy = policy().timebase(uncancelled()).attemptTimeout(ofSeconds(1));
    Script<String> calls = new Script<String>().fails(failure).returns("v");
    assertThat(Retry.with(policy.build()).call(calls)).isEqualTo("v");
    assertThat(calls.calls()).isEqualTo(2);
    assertThat(journal.lines("FAILED")).hasSize(1);
    assertThat(log.warnings())
        .filteredOn(line -> line.contains("a timer could not be cancelled: " + shut))
        .hasSize(2);
  }

  /** SPEC 8.7: an answer that has come is not lost. */
  @Test
  void pendingAnswersTimeout_thatCannotBeCancelled_keepsNoAttemptFromBeingMade() throws Exception {
    b.answers(Admission.pending(CompletableFuture.completedFuture(Admission.granted("b1"))));
    RetryPolicyBuilder policy = policy().timebase(uncancelled()).guard(b);
    assertThat(Retry.with(policy.build()).call(new Script<String>().returns("v")))
        .isEqualTo("v");
    assertThat(journal.lines("b")).containsExactly("b admit 1", "b succeeded b1");
  }

  /** A thread that is kept waiting between its timer and its operation; so is each attempt's timer here. */
  @Test
  void attempt_timerThatIsOverBeforeItBegins_isCancelledFromItsBeginning() {
    Timebase hasty = new HastyTime();
    Retry retry = Retry.with(policy()
        .timebase(hasty)
        .maxAttempts(2)
        .attemptTimeout(ofSeconds(1))
        .retryOn(IOException.class, AttemptTimeoutException.class)
        .build());
    List<Attempt> attempts = new ArrayList<>();
    List<Boolean> cancelled = new ArrayList<>();

    Throwable end = catchThrowable(() -> retry.callWithAttempt(attempt -> {
      attempts.add(attempt);
      cancelled.add(attempt.cancelled());
      throw failure;
    }));

    assertThat(end).isInstanceOf(AttemptTimeoutException.class).hasCause(failure);
    assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2);
    assertThat(cancelled).containsExactly(true, true);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static final class HastyTime implements Timebase {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public void sleep(long nanos) {}

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      task.run();
      return () -> false;
    }
  }
}
