package io.retrykit.ratelimit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A limiter at work in a policy: every attempt takes a permit, and what is not attempted is given back. */
class RateLimiterGuardTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final RateLimiter limiter =
      RateLimiter.builder(1, ofSeconds(1)).burst(2).timebase(time).build();
  private final List<Duration> attempts = new ArrayList<>();

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(4)
        .backoff(Backoff.none())
        .guard(limiter);
  }

  private String fails() throws IOException {
    attempts.add(time.elapsed());
    throw new IOException("down");
  }

  private String succeeds() {
    attempts.add(time.elapsed());
    return "v";
  }

  private static Guard closed() {
    return new Guard() {
      @Override
      public String name() {
        return "closed";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.refused("closed", Admission.UNKNOWN);
      }
    };
  }

  private void assertTaken(int permits) {
    assertThat(limiter.availablePermits()).isEqualTo(2 - permits);
  }

  /** SPEC 8.6: retries are spread by the limiter where the policy itself does not pause. */
  @Test
  void attempts_ofAFailingCall_comeAtTheRate() {
    Retry retry = Retry.with(policy().build());
    assertThatThrownBy(() -> retry.call(this::fails)).isInstanceOf(IOException.class);
    assertThat(attempts).containsExactly(Duration.ZERO, Duration.ZERO, ofSeconds(1), ofSeconds(2));
  }

  /** SPEC 19.6: a failed attempt has been counted by the server as well. */
  @Test
  void permits_ofAttemptsThatWereBegun_areKept() throws Exception {
    Retry once = Retry.with(policy().maxAttempts(1).build());
    assertThatThrownBy(() -> once.call(this::fails)).isInstanceOf(IOException.class);
    assertTaken(1);
    assertThatThrownBy(() -> once.call(() -> {
          throw new AssertionError("abandoned");
        }))
        .isInstanceOf(AssertionError.class);
    assertTaken(2);
    time.advance(ofSeconds(2));
    assertThat(once.call(this::succeeds)).isEqualTo("v");
    assertTaken(1);
  }

  /** SPEC 19.6: an attempt that is interrupted once it was begun, too. */
  @Test
  void permits_ofAnInterruptedAttempt_areKept() {
    assertThatThrownBy(() -> Retry.with(policy().build()).call(() -> {
          throw new InterruptedException();
        }))
        .isInstanceOf(InterruptedException.class);
    assertTaken(1);
  }

  /** SPEC 19.3: a wait that would cross the deadline takes nothing, and says when to come back. */
  @Test
  void wait_beyondTheDeadline_isRefusedWithWhenToComeBack() {
    limiter.tryAcquire(2);
    Retry retry = Retry.with(policy().maxDuration(ofMillis(900)).build());
    assertThatThrownBy(() -> retry.call(this::succeeds))
        .hasMessage("attempt refused by rate-limiter: no permit for another 1s, retry after PT1S")
        .hasNoCause()
        .asInstanceOf(InstanceOfAssertFactories.type(AttemptRefusedException.class))
        .satisfies(refused -> assertThat(refused.retryAfter()).contains(ofSeconds(1)));
    assertThat(attempts).isEmpty();
    time.advance(ofSeconds(1));
    assertTaken(1);
  }

  /** SPEC 19.3: to the nanosecond; the limiter and the engine agree on it. */
  @Test
  void wait_asLongAsTheDeadline_isRefusedByTheLimiterItself() throws Exception {
    limiter.tryAcquire(2);
    Retry tooShort = Retry.with(policy().maxDuration(ofSeconds(1)).build());
    assertThatThrownBy(() -> tooShort.call(this::succeeds))
        .hasMessage("attempt refused by rate-limiter: no permit for another 1s, retry after PT1S");
    Retry longEnough =
        Retry.with(policy().maxDuration(ofSeconds(1).plusNanos(1)).build());
    assertThat(longEnough.call(this::succeeds)).isEqualTo("v");
    assertThat(attempts).containsExactly(ofSeconds(1));
  }

  /** SPEC 8.4, 19.3: what ends the call is the refusal, its cause the last real failure. */
  @Test
  void wait_ofARetryBeyondTheDeadline_isRefusedWithTheFailureAsCause() {
    Retry retry = Retry.with(policy().maxDuration(ofMillis(1_500)).build());
    assertThatThrownBy(() -> retry.call(this::fails))
        .isInstanceOf(AttemptRefusedException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(attempts).containsExactly(Duration.ZERO, Duration.ZERO, ofSeconds(1));
  }

  /** SPEC 8.6: the engine's own bound is shorter than the limiter's; the place goes to the next. */
  @Test
  void wait_longerThanMaxServerDelay_isGivenBack() throws Exception {
    limiter.tryAcquire(2);
    Retry impatient = Retry.with(policy().maxServerDelay(ofMillis(500)).build());
    assertThatThrownBy(() -> impatient.call(this::succeeds))
        .hasMessage(
            "attempt refused by rate-limiter: its wait of 1s is too long, retry after PT1S");
    assertThat(Retry.with(policy().build()).call(this::succeeds)).isEqualTo("v");
    assertThat(attempts).containsExactly(ofSeconds(1));
  }

  /** SPEC 8.6: as long as is not longer. */
  @Test
  void wait_asLongAsMaxServerDelay_isWaited() throws Exception {
    limiter.tryAcquire(2);
    Retry patient = Retry.with(policy().maxServerDelay(ofSeconds(1)).build());
    assertThat(patient.call(this::succeeds)).isEqualTo("v");
    assertThat(attempts).containsExactly(ofSeconds(1));
  }

  /** SPEC 5.2, 19.6: interrupted while it waits: no attempt, no permit. */
  @Test
  void wait_interrupted_givesThePermitBack() {
    limiter.tryAcquire(2);
    Thread self = Thread.currentThread();
    time.schedule(ofMillis(300).toNanos(), self::interrupt);
    assertThatThrownBy(() -> Retry.with(policy().build()).call(this::succeeds))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(attempts).isEmpty();
    time.advance(ofMillis(700));
    assertTaken(1);
  }

  /** SPEC 8.2, 19.6: a later guard refuses. */
  @Test
  void laterGuard_refuses_permitIsGivenBack() {
    Retry retry = Retry.with(policy().guard(closed()).build());
    assertThatThrownBy(() -> retry.call(this::succeeds))
        .hasMessage("attempt refused by closed: closed");
    assertTaken(0);
  }

  /** SPEC 19.6: also where the permit was waited for; its time has come, so it is at hand. */
  @Test
  void laterGuard_refusesAfterTheWait_permitIsAtHand() {
    limiter.tryAcquire(2);
    Retry retry = Retry.with(policy().guard(closed()).build());
    assertThatThrownBy(() -> retry.call(this::succeeds))
        .isInstanceOf(AttemptRefusedException.class);
    assertThat(time.elapsed()).isEqualTo(ofSeconds(1));
    assertTaken(1);
  }

  /** SPEC 8.5, 19.3: a refusal of the limiter is waited out, without using up an attempt. */
  @Test
  void waitWhenRefused_refusal_isWaitedOutAndAskedAgain() throws Exception {
    RateLimiter strict = RateLimiter.builder(1, ofSeconds(1))
        .maxWait(Duration.ZERO)
        .timebase(time)
        .build();
    RetryPolicyBuilder policy = RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(1)
        .guard(strict)
        .maxDuration(ofSeconds(2));
    strict.tryAcquire();
    assertThatThrownBy(() -> Retry.with(policy.build()).call(this::succeeds))
        .isInstanceOf(AttemptRefusedException.class);
    assertThat(Retry.with(policy.waitWhenRefused(true).build()).call(this::succeeds))
        .isEqualTo("v");
    assertThat(attempts).containsExactly(ofSeconds(1));
    assertThat(time.sleeps()).containsExactly(ofSeconds(1));
  }

  /** SPEC 8.5: what is refused for good is not waited for. */
  @Test
  void waitWhenRefused_moreThanTheBurst_endsTheCall() {
    Retry retry =
        Retry.with(policy().waitWhenRefused(true).maxDuration(ofSeconds(9)).build());
    assertThatThrownBy(() -> retry.withCost(3).call(this::succeeds))
        .hasMessage(
            "attempt refused by rate-limiter: needs 3 permits at once, more than the burst of 2");
    assertThat(time.elapsed()).isZero();
  }

  /** SPEC 19.5: calls with different costs share one line. */
  @Test
  void calls_ofDifferentCost_waitForTheirShare() throws Exception {
    Retry retry = Retry.with(policy().build());
    retry.withCost(2).call(this::succeeds);
    retry.withCost(2).call(this::succeeds);
    retry.withCost(0).call(this::succeeds);
    retry.call(this::succeeds);
    assertThat(attempts).containsExactly(Duration.ZERO, ofSeconds(2), ofSeconds(2), ofSeconds(3));
    assertThat(time.sleeps()).containsExactly(ofSeconds(2), ofSeconds(1));
    assertThat(time.sleeps()).doesNotContain(ofNanos(0));
  }
}
