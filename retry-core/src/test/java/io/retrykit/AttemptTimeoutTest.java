package io.retrykit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Background.Kind;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.Attempt;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.failure.RetryHistory;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The time one attempt may take, on virtual time and on real threads. */
class AttemptTimeoutTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final Thread self = Thread.currentThread();

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(2)
        .backoff(Backoff.fixed(ofSeconds(1)))
        .attemptTimeout(ofMillis(100))
        .listener(journal.listener());
  }

  private String sleep(Duration duration) throws InterruptedException {
    time.sleep(duration.toNanos());
    return "slept";
  }

  /** SPEC 6.3. */
  @Test
  void attempt_sleepsTooLong_isInterruptedAndRetried() {
    Script<String> calls = new Script<String>().does(() -> sleep(ofSeconds(9)));
    Throwable thrown = catchThrowable(() -> Retry.with(policy().build()).call(calls));
    assertThat(thrown)
        .isInstanceOfSatisfying(AttemptTimeoutException.class, timeout -> {
          assertThat(timeout.attempt()).isEqualTo(2);
          assertThat(timeout.timeout()).isEqualTo(ofMillis(100));
        })
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(RetryHistory.class);
    assertThat(calls.calls()).isEqualTo(2);
    assertThat(time.elapsed()).isEqualTo(ofMillis(1200));
    assertThat(self.isInterrupted()).isFalse();
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 6.3: whatever code makes of the interrupt becomes the cause. */
  @Test
  void attempt_wrapsTheInterrupt_wrapperIsTheCauseAndTheFlagIsTakenOff() throws Exception {
    IOException wrapper = new IOException("aborted");
    Script<String> calls = new Script<String>()
        .does(() -> {
          try {
            return sleep(ofSeconds(9));
          } catch (InterruptedException e) {
            self.interrupt(); // as the AWS SDK does
            throw wrapper;
          }
        })
        .does(() -> "flag " + self.isInterrupted());
    assertThat(Retry.with(policy().build()).call(calls)).isEqualTo("flag false");
    assertThat(journal.lines("RETRY")).hasSize(1);
    assertThat(self.isInterrupted()).isFalse();
  }

  /** SPEC 6.3: an attempt in time leaves nothing behind. */
  @Test
  void attempt_inTime_leavesNoTask() throws Exception {
    Script<String> calls = new Script<String>().does(() -> sleep(ofMillis(99)));
    assertThat(Retry.with(policy().build()).call(calls)).isEqualTo("slept");
    assertThat(time.pendingTasks()).isZero();
    Script<String> failing = new Script<String>().fails(new IOException("quick"));
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(failing)))
        .hasMessage("quick");
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 6.4. */
  @Test
  void attempt_ignoresTheInterruptAndSucceeds_winsWithoutAStrayInterrupt() throws Exception {
    Script<String> calls = new Script<String>().does(() -> {
      time.advance(ofSeconds(9));
      return "flag " + self.isInterrupted();
    });
    assertThat(Retry.with(policy().build()).call(calls)).isEqualTo("flag true");
    assertThat(self.isInterrupted()).isFalse();
    assertThat(calls.calls()).isEqualTo(1);
  }

  /** SPEC 6.4: a result that is not acceptable is no success, but it did not time out either. */
  @Test
  void attempt_lateUnacceptableResult_isAResult() throws Exception {
    Script<String> calls = new Script<String>()
        .does(() -> {
          time.advance(ofSeconds(9));
          return "bad";
        })
        .returns("v");
    assertThat(Retry.with(policy().retryOnResult("bad"::equals).build()).call(calls))
        .isEqualTo("v");
    assertThat(journal.lines()).startsWith("FAILED 1 bad", "RETRY 1 in 1s");
    assertThat(self.isInterrupted()).isFalse();
  }

  /** SPEC 3.3, SPEC 6.3: an error is worse than being late. */
  @Test
  void attempt_lateError_isTheError() {
    AssertionError error = new AssertionError("late");
    Script<String> calls = new Script<String>().does(() -> {
      time.advance(ofSeconds(9));
      throw error;
    });
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls))).isSameAs(error);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(self.isInterrupted()).isFalse();
  }

  /** SPEC 6.2. */
  @Test
  void maxDuration_shorterThanTheTimeout_shortensIt() {
    Script<String> calls = new Script<String>().does(() -> sleep(ofSeconds(9)));
    Retry retry = Retry.with(
        policy().attemptTimeout(ofSeconds(2)).maxDuration(ofMillis(3500)).build());
    assertThatThrownBy(() -> retry.call(calls))
        .isInstanceOfSatisfying(AttemptTimeoutException.class, timeout -> {
          assertThat(timeout.attempt()).isEqualTo(2);
          assertThat(timeout.timeout()).isEqualTo(ofMillis(500));
        });
    assertThat(time.elapsed()).isEqualTo(ofMillis(3500));
  }

  /** SPEC 5.3, SPEC 6.4: an interrupt of somebody else's before the time is over is theirs. */
  @Test
  void foreignInterrupt_beforeTheTimeout_isNotATimeout() {
    time.schedule(ofMillis(50).toNanos(), self::interrupt);
    Script<String> calls = new Script<String>().does(() -> sleep(ofSeconds(9)));
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls)))
        .isInstanceOf(InterruptedException.class);
    assertThat(self.isInterrupted()).isTrue();
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 6.4: the flag was up when the time was over, so ours would be lost in it, and theirs must not be. */
  @Test
  void foreignInterrupt_stillUpAtTheTimeout_survives() {
    IOException failure = new IOException("failure");
    self.interrupt();
    Script<String> calls = new Script<String>().does(() -> {
      time.advance(ofSeconds(9));
      throw failure;
    });
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls))).isSameAs(failure);
    assertThat(failure.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class);
    assertThat(self.isInterrupted()).isTrue();
    assertThat(calls.calls()).isEqualTo(1);
  }

  /** SPEC 6.4: an inner retry puts the flag up again when it passes our interrupt on. */
  @Test
  void timeout_aroundAnInnerRetry_isRetriedAndLeavesNoInterrupt() {
    Retry inner = Retry.with(
        policy().name("inner").maxAttempts(1).attemptTimeout(ofHours(1)).build());
    Script<String> calls = new Script<String>()
        .does(() -> inner.call(() -> sleep(ofSeconds(9))))
        .does(() -> inner.call(() -> sleep(ofSeconds(9))));
    assertThat(catchThrowable(() -> Retry.with(policy().build()).call(calls)))
        .isInstanceOf(AttemptTimeoutException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(self.isInterrupted()).isFalse();
    assertThat(calls.calls()).isEqualTo(2);
  }

  /** SPEC 6.4: code that puts the flag up again and throws the interrupt as well, as many do. */
  @Test
  void attempt_restoresTheFlagAndThrowsTheInterrupt_isRetriedWithoutAStrayInterrupt()
      throws Exception {
    Script<String> calls = new Script<String>()
        .does(() -> {
          try {
            return sleep(ofSeconds(9));
          } catch (InterruptedException e) {
            self.interrupt();
            throw e;
          }
        })
        .returns("v");
    assertThat(Retry.with(policy().build()).call(calls)).isEqualTo("v");
    assertThat(self.isInterrupted()).isFalse();
  }

  /** A long operation may look at it and stop. */
  @Test
  void attempt_whenItIsOver_isCancelledAndTheNextOneIsNot() {
    List<Boolean> cancelled = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    Retry retry = Retry.with(policy().build());
    String result = retry.callWithAttempt(attempt -> {
      attempts.add(attempt);
      cancelled.add(attempt.cancelled());
      if (attempt.number() == 1) {
        time.advance(ofSeconds(9));
        cancelled.add(attempt.cancelled());
        throw new IllegalStateException("stopped");
      }
      return "v";
    });
    assertThat(result).isEqualTo("v");
    assertThat(cancelled).containsExactly(false, true, false);
    assertThat(attempts.get(0).cancelled()).isTrue();
    assertThat(attempts.get(1).cancelled()).isFalse();
  }

  /** SPEC 6.3, on real threads: both attempts sleep in earnest, and are woken. */
  @ParameterizedTest
  @EnumSource
  void realAttempt_blocked_isInterruptedAndRetried(Kind kind) throws Exception {
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .maxAttempts(2)
        .backoff(Backoff.none())
        .attemptTimeout(ofMillis(20))
        .build());
    Script<String> calls = new Script<String>().does(() -> {
      new CountDownLatch(1).await();
      return "never";
    });
    Background<Throwable> background =
        Background.start(kind, () -> catchThrowable(() -> retry.call(calls)));
    Background.End<Throwable> end = background.end();
    assertThat(end.result())
        .isInstanceOf(AttemptTimeoutException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(end.interrupted()).isFalse();
    assertThat(calls.calls()).isEqualTo(2);
  }

  /** SPEC 6.4, on real threads: deaf code runs on; once it is done, its success counts and no interrupt is left. */
  @ParameterizedTest
  @EnumSource
  void realAttempt_ignoresInterrupts_winsLateWithoutAStrayInterrupt(Kind kind) throws Exception {
    Retry retry = Retry.with(
        RetryPolicy.builder().discovery(false).attemptTimeout(ofMillis(20)).build());
    Background<String> background = Background.start(
        kind,
        () -> retry.call(() -> {
          while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
          }
          return "late";
        }));
    Background.End<String> end = background.end();
    assertThat(end.result()).isEqualTo("late");
    assertThat(end.interrupted()).isFalse();
  }

  /** SPEC 6.4, on real threads: the caller's shutdown is not mistaken for the timeout. */
  @ParameterizedTest
  @EnumSource
  void realAttempt_interruptedBySomebodyElse_endsTheCall(Kind kind) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Retry retry = Retry.with(
        RetryPolicy.builder().discovery(false).attemptTimeout(ofHours(1)).build());
    Script<String> calls = new Script<String>().does(() -> {
      inside.countDown();
      new CountDownLatch(1).await();
      return "never";
    });
    Background<Throwable> background =
        Background.start(kind, () -> catchThrowable(() -> retry.call(calls)));
    inside.await();
    background.thread().interrupt();
    Background.End<Throwable> end = background.end();
    assertThat(end.result()).isInstanceOf(InterruptedException.class);
    assertThat(end.interrupted()).isTrue();
    assertThat(calls.calls()).isEqualTo(1);
  }

  /** SPEC 6.4: attempts that end about when their time does, so that timer and attempt race. */
  @ParameterizedTest
  @EnumSource
  void realAttempts_endWithTheirTime_neverLeaveAStrayInterrupt(Kind kind) throws Exception {
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .maxAttempts(1)
        .attemptTimeout(Duration.ofNanos(200_000))
        .build());
    AtomicInteger strays = new AtomicInteger();
    AtomicInteger timeouts = new AtomicInteger();
    Background<Integer> background = Background.start(kind, () -> {
      for (int i = 0; i < 2_000; i++) {
        long end = System.nanoTime() + 100_000 + i * 100L;
        try {
          retry.run(() -> {
            while (System.nanoTime() - end < 0) {
              if (Thread.interrupted()) {
                throw new InterruptedException("in time");
              }
            }
          });
        } catch (AttemptTimeoutException timeout) {
          timeouts.incrementAndGet();
        }
        if (Thread.interrupted()) {
          strays.incrementAndGet();
        }
      }
      return 2_000;
    });
    assertThat(background.end().result()).isEqualTo(2_000);
    assertThat(strays).hasValue(0);
    assertThat(timeouts.get()).isLessThan(2_000);
  }
}
