package io.retrykit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Background.Kind;
import io.retrykit.backoff.Backoff;
import io.retrykit.failure.RetryHistory;
import io.retrykit.guard.Admission;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interrupts between attempts and during them, on virtual time and on real threads. */
class RetryInterruptTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final Thread self = Thread.currentThread();
  private final IllegalStateException failure = new IllegalStateException("failure");

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .backoff(Backoff.fixed(ofSeconds(1)))
        .listener(journal.listener());
  }

  /** SPEC 5.1: the history is there too. */
  @Test
  void pause_interruptedTheSecondTime_lastFailureWithHistoryAndInterrupt() {
    IOException second = new IOException("second");
    time.schedule(ofMillis(1500).toNanos(), self::interrupt);
    Script<String> calls = new Script<String>().fails(failure).fails(second);
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls))).isSameAs(second);
    assertThat(second.getSuppressed()).hasSize(2);
    assertThat(second)
        .hasSuppressedException(new InterruptedException("interrupted during a virtual pause"));
    assertThat(second.getSuppressed()[1])
        .isInstanceOfSatisfying(
            RetryHistory.class, history -> assertThat(history.failures()).containsExactly(failure));
    assertThat(journal.lines())
        .containsExactly(
            "FAILED 1 failure",
            "RETRY 1 in 1s",
            "FAILED 2 second",
            "RETRY 2 in 1s",
            "GAVE_UP 2 INTERRUPTED");
    assertThat(time.elapsed()).isEqualTo(ofMillis(1500));
  }

  /** SPEC 5.1: a shared failure does not collect interrupts. */
  @Test
  void pause_interruptedOverAndOver_sharedFailureDoesNotGrow() {
    Retry retry = Retry.with(policy().build());
    for (int i = 0; i < 1_000; i++) {
      self.interrupt();
      assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
          .isSameAs(failure);
    }
    assertThat(failure.getSuppressed()).hasSize(1);
  }

  /** SPEC 5.2: earlier failures are not lost, though the last outcome was a result. */
  @Test
  void pause_interruptedAfterAResult_cancellationCarriesTheHistory() {
    time.schedule(ofMillis(1500).toNanos(), self::interrupt);
    Script<String> calls = new Script<String>().fails(failure).returns("bad");
    List<RetryEvent> ends = new ArrayList<>();
    RetryPolicyBuilder policy = policy().retryOnResult("bad"::equals).listener(event -> {
      if (event.type() == RetryEvent.Type.GAVE_UP) {
        ends.add(event);
      }
    });
    Throwable thrown = catchThrowable(() -> Retry.with(policy.build()).call(calls));
    assertThat(thrown).isInstanceOf(CancellationException.class);
    assertThat(ends)
        .singleElement()
        .satisfies(end ->
            assertThat(end.outcome()).as("the result has been thrown away").isEmpty());
    assertThat(thrown.getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            RetryHistory.class, history -> assertThat(history.failures()).containsExactly(failure));
    assertThat(journal.lines()).last().isEqualTo("GAVE_UP 2 INTERRUPTED");
    assertThat(self.isInterrupted()).isTrue();
  }

  /** SPEC 5.2: no outcome yet. */
  @Test
  void wait_interruptedBeforeTheFirstAttempt_cancellation() {
    self.interrupt();
    Script<String> calls = new Script<String>().returns("v");
    Retry retry = Retry.with(policy()
        .guard(journal.guard("limiter").answers(Admission.grantedAfter("lease", 5)))
        .build());
    assertThat(catchThrowable(() -> retry.call(calls)))
        .isInstanceOf(CancellationException.class)
        .hasCauseInstanceOf(InterruptedException.class)
        .hasNoSuppressedExceptions();
    assertThat(calls.calls()).isZero();
    assertThat(self.isInterrupted()).isTrue();
    assertThat(journal.lines())
        .containsExactly("limiter admit 1", "limiter released lease", "GAVE_UP 1 INTERRUPTED");
  }

  /** SPEC 5.3: also the second time round, and with what went before. */
  @Test
  void operation_throwsInterruptedOnARetry_isRethrownWithHistory() {
    InterruptedException interrupt = new InterruptedException("user code");
    Script<String> calls = new Script<String>().fails(failure).fails(interrupt);
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls))).isSameAs(interrupt);
    assertThat(interrupt.getSuppressed()).singleElement().isInstanceOf(RetryHistory.class);
    assertThat(calls.calls()).isEqualTo(2);
    assertThat(self.isInterrupted()).isTrue();
  }

  /** SPEC 3.3, SPEC 5.3: asked for by name it is retried, and the flag is set when it is thrown in the end. */
  @Test
  void operation_throwsInterruptedAndItIsNamed_isRetriedAndTheFlagIsSetInTheEnd() {
    InterruptedException interrupt = new InterruptedException("user code");
    Script<String> calls = new Script<String>().fails(interrupt);
    Retry retry = Retry.with(policy().retryOn(InterruptedException.class).build());
    assertThat(catchThrowable(() -> retry.call(calls))).isSameAs(interrupt);
    assertThat(calls.calls()).isEqualTo(3);
    assertThat(self.isInterrupted()).isTrue();
  }

  /** SPEC 5.4: a first attempt that succeeds hides nothing and loses nothing. */
  @Test
  void call_interruptedBefore_firstAttemptIsMadeAndTheFlagStays() throws Exception {
    self.interrupt();
    Script<String> good = new Script<String>().returns("v");
    assertThat(Retry.with(policy().build()).call(good)).isEqualTo("v");
    assertThat(self.isInterrupted()).isTrue();

    Script<String> bad = new Script<String>().fails(failure);
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(bad))).isSameAs(failure);
    assertThat(bad.calls()).isEqualTo(1);
    assertThat(self.isInterrupted()).isTrue();
  }

  /** SPEC 5.4: a failure that is final anyway has nothing suppressed on it. */
  @Test
  void call_interruptedBeforeAFinalFailure_isThatFailure() {
    self.interrupt();
    Retry retry = Retry.with(policy().retryOn(IOException.class).build());
    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
        .isSameAs(failure)
        .hasNoSuppressedExceptions();
    assertThat(self.isInterrupted()).isTrue();
  }

  /** A fallback sees the flag, so that it does not begin to wait. */
  @Test
  void callOrElse_interruptedPause_fallbackSeesTheFlag() {
    self.interrupt();
    boolean[] flag = new boolean[1];
    String answer = Retry.with(policy().build())
        .callOrElse(new Script<String>().fails(failure), f -> {
          flag[0] = self.isInterrupted();
          return "fallback for " + f.getMessage();
        });
    assertThat(answer).isEqualTo("fallback for failure");
    assertThat(flag[0]).isTrue();
  }

  /** SPEC 5.1, on the machine's time: nobody would wait the hour. */
  @ParameterizedTest
  @EnumSource
  void realPause_interrupted_endsAtOnceWithTheFlagSet(Kind kind) throws Exception {
    CountDownLatch pausing = new CountDownLatch(1);
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .backoff(Backoff.fixed(ofHours(1)))
        .onRetry((thrown, attempt) -> pausing.countDown())
        .build());
    Script<String> calls = new Script<String>().fails(failure);
    Background<Throwable> background =
        Background.start(kind, () -> catchThrowable(() -> retry.call(calls)));
    pausing.await();
    background.thread().interrupt();
    Background.End<Throwable> end = background.end();
    assertThat(end.result()).isSameAs(failure);
    assertThat(failure.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class);
    assertThat(end.interrupted()).isTrue();
    assertThat(calls.calls()).isEqualTo(1);
  }

  /** SPEC 5.2, on the machine's time. */
  @ParameterizedTest
  @EnumSource
  void realPauseAfterAResult_interrupted_isCancelled(Kind kind) throws Exception {
    CountDownLatch pausing = new CountDownLatch(1);
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .backoff(Backoff.fixed(ofHours(1)))
        .retryOnResult("bad"::equals)
        .onRetry((thrown, attempt) -> pausing.countDown())
        .build());
    Background<Throwable> background =
        Background.start(kind, () -> catchThrowable(() -> retry.call(() -> "bad")));
    pausing.await();
    background.thread().interrupt();
    Background.End<Throwable> end = background.end();
    assertThat(end.result()).isInstanceOf(CancellationException.class);
    assertThat(end.interrupted()).isTrue();
  }

  /** SPEC 5.3, on a real thread. */
  @ParameterizedTest
  @EnumSource
  void realOperation_interrupted_isNotRetried(Kind kind) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Script<String> calls = new Script<String>().does(() -> {
      inside.countDown();
      new CountDownLatch(1).await();
      return "never";
    });
    Background<Throwable> background = Background.start(
        kind, () -> catchThrowable(() -> Retry.with(policy().build()).call(calls)));
    inside.await();
    background.thread().interrupt();
    Background.End<Throwable> end = background.end();
    assertThat(end.result()).isInstanceOf(InterruptedException.class);
    assertThat(end.interrupted()).isTrue();
    assertThat(calls.calls()).isEqualTo(1);
  }
}
