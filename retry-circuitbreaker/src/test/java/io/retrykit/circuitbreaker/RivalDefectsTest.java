package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.endBadly;
import static io.retrykit.circuitbreaker.Attempts.endWell;
import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.failWith;
import static io.retrykit.circuitbreaker.Attempts.refusal;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.guard.KeyLimits;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other people's breakers do wrong, each with whose it is. {@link RivalClockDefectsTest} has those of time. */
class RivalDefectsTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final AtomicInteger calls = new AtomicInteger();

  private CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("b").timebase(time);
  }

  private CircuitBreaker oneFailure() {
    return builder().consecutiveFailures(1).openTime(ofSeconds(10)).build();
  }

  private void halfOpen(CircuitBreaker breaker) {
    fail(breaker);
    time.advance(ofSeconds(10));
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(3)
        .backoff(Backoff.none());
  }

  private String failing() throws IOException {
    calls.incrementAndGet();
    throw new IOException("down");
  }

  /** Failsafe, Resilience4j: a success that began before the break closes the circuit. SPEC 22.8. */
  @Test
  void staleSuccess_whileTheProbeIsOut_closesNothing() {
    CircuitBreaker breaker = oneFailure();
    Object stale = begin(breaker);
    halfOpen(breaker);
    Object probe = begin(breaker);

    endWell(breaker, stale);
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
    refusal(breaker);

    endBadly(breaker, probe);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  /** The other way round: an old failure must not open what has closed meanwhile. SPEC 22.8. */
  @Test
  void staleFailure_afterTheProbeHasClosed_opensNothing() {
    CircuitBreaker breaker = oneFailure();
    Object stale = begin(breaker);
    halfOpen(breaker);
    Object staleProbe = begin(breaker);
    endWell(breaker, staleProbe);

    endBadly(breaker, stale);
    endBadly(breaker, staleProbe);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    assertThat(breaker.snapshot().calls()).isZero();
  }

  /** Resilience4j: half-open for ever after a probe that throws an Error. SPEC 22.5, SPEC 22.8. */
  @Test
  void probeEndingInAnError_freesItsPlace() {
    CircuitBreaker breaker = oneFailure();
    halfOpen(breaker);
    AssertionError broken = new AssertionError("at home");
    assertThatThrownBy(() -> breaker.run(() -> {
          throw broken;
        }))
        .isSameAs(broken);
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);

    succeed(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  /** Resilience4j: half-open for ever after a probe that nobody ends. SPEC 22.8. */
  @Test
  void probeThatIsLost_freesItsPlaceWithItsLease() {
    CircuitBreaker breaker = builder()
        .consecutiveFailures(1)
        .openTime(ofSeconds(10))
        .leaseTime(ofMinutes(2))
        .build();
    halfOpen(breaker);
    begin(breaker);
    time.advance(ofMinutes(2).minusNanos(1));
    assertThat(refusal(breaker).retryAfterNanos()).isEqualTo(1);

    time.advance(Duration.ofNanos(1));
    succeed(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  /** Failsafe (issue 391): permits run out. However a thousand probes end, as many come in afterwards. SPEC 22.8. */
  @ParameterizedTest
  @ValueSource(strings = {"cancelled", "lost", "ignored"})
  void permits_ofAThousandProbesThatSayNothing_areAllThereAgain(String end) {
    CircuitBreaker breaker = builder()
        .consecutiveFailures(1)
        .openTime(ofSeconds(10))
        .probes(3)
        .ignore(InterruptedException.class)
        .ignore(IllegalStateException.class)
        .build();
    halfOpen(breaker);
    for (int i = 0; i < 1_000; i++) {
      switch (end) {
        case "cancelled" -> breaker.abandoned(begin(breaker));
        case "ignored" -> failWith(breaker, new IllegalStateException("ignored"));
        default -> {
          begin(breaker);
          time.advance(ofMinutes(1));
        }
      }
    }
    begin(breaker);
    begin(breaker);
    begin(breaker);
    refusal(breaker);
  }

  /** Polly, cockatiel: a cancelled probe counts as a success. SPEC 22.5, SPEC 22.12. */
  @Test
  void cancelledProbe_isNoSuccess() {
    CircuitBreaker breaker = oneFailure();
    halfOpen(breaker);
    CompletableFuture<String> stage = new CompletableFuture<>();
    CompletableFuture<String> probe = breaker.callAsync(() -> stage);
    refusal(breaker);

    probe.cancel(true);
    assertThat(stage).isCancelled();
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
    fail(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  /** Resilience4j (issue 1597), and everybody: calls that hang are seen when they end. SPEC 22.4. */
  @Test
  void callsThatHang_openBeforeTheyEnd() {
    CircuitBreaker breaker =
        builder().countWindow(10).minimumCalls(4).slowCalls(ofSeconds(2), 50).build();
    for (int i = 0; i < 4; i++) {
      begin(breaker);
    }
    time.advance(ofSeconds(2));
    breaker.abandoned(begin(breaker)); // an eighth late at most
    time.advance(ofMillis(250));
    refusal(breaker);
    assertThat(breaker.snapshot().overdue()).isEqualTo(4);
  }

  /** Failsafe, Resilience4j, SmallRye, Polly: "circuit open" is retried, attempts burnt for nothing. SPEC 22.10. */
  @Test
  void openCircuit_isNotRetried() {
    CircuitBreaker breaker = oneFailure();
    Retry retry = Retry.with(policy().maxAttempts(5).guard(breaker).build());
    assertThatThrownBy(() -> retry.call(this::failing))
        .isInstanceOf(CircuitOpenException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(calls).hasValue(1);
    assertThat(breaker.snapshot().refused()).isEqualTo(1);
    assertThat(time.sleeps()).allMatch(Duration::isZero);
  }

  /** The same, with the breaker inside the operation, and a policy that retries whatever it can. SPEC 22.10. */
  @Test
  void openCircuit_thrownByTheOperation_isNotRetried() {
    CircuitBreaker breaker = oneFailure();
    Retry retry = Retry.with(policy().retryOn(Exception.class).maxAttempts(5).build());
    assertThatThrownBy(() -> retry.call(breaker.wrap(this::failing)))
        .isInstanceOf(CircuitOpenException.class);
    assertThat(calls).hasValue(1);
    assertThat(breaker.snapshot().refused()).isEqualTo(1);
  }

  /** Resilience4j, stamina: jitter, then the cap, so everybody comes back at one moment. Failsafe: beyond the cap. SPEC 22.6. */
  @Test
  void openTime_jitteredAtItsCap_isSpreadBelowIt() {
    Set<Duration> remaining = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      CircuitBreaker breaker = builder()
          .openTime(Backoff.exponential(ofSeconds(40), 2, ofSeconds(30))
              .jittered(Jitter.proportional())
              .cappedAt(ofSeconds(30)))
          .build();
      breaker.open();
      remaining.add(breaker.snapshot().remaining().orElseThrow());
    }
    assertThat(remaining)
        .hasSizeGreaterThan(150)
        .allMatch(open -> open.compareTo(ofSeconds(30)) <= 0);
    assertThat(remaining).anyMatch(open -> open.compareTo(ofSeconds(20)) < 0);
  }

  /** SmallRye: a growing delay overflows and becomes zero at the 55th: a hot loop in a long outage. SPEC 22.6. */
  @Test
  void openTime_thatGrowsThroughALongOutage_staysAtItsCap() {
    CircuitBreaker breaker = builder()
        .consecutiveFailures(1)
        .openTime(Backoff.exponential(ofSeconds(1), 2, ofMinutes(5)))
        .build();
    fail(breaker);
    for (int opening = 1; opening <= 200; opening++) {
      Duration open = breaker.snapshot().remaining().orElseThrow();
      assertThat(open).isEqualTo(opening <= 9 ? ofSeconds(1L << (opening - 1)) : ofMinutes(5));
      time.advance(open);
      fail(breaker);
    }
  }

  /** Resilience4j: five calls reported for three attempts. SPEC 22.2. */
  @Test
  void counts_ofThreeAttempts_areThree() {
    CircuitBreaker breaker = builder().build();
    assertThatThrownBy(() -> Retry.with(policy().guard(breaker).build()).call(this::failing))
        .isInstanceOf(IOException.class);
    assertThat(calls).hasValue(3);
    assertThat(breaker.snapshot().calls()).isEqualTo(3);
    assertThat(breaker.snapshot().failed()).isEqualTo(3);
  }

  /** Resilience4j (issue 2293): a registry grows for ever. SPEC 22.13. */
  @Test
  void registry_ofKeysThatComeAndGo_staysWithinItsBounds() {
    CircuitBreakers breakers = builder()
        .perKey(KeyLimits.defaults().withMaxKeys(10).withIdle(ofMinutes(1)).withTimebase(time));
    for (int i = 0; i < 1_000; i++) {
      breakers.get("tenant " + i);
      time.advance(ofSeconds(10));
    }
    assertThat(breakers.keys()).hasSizeLessThanOrEqualTo(10).contains("tenant 999");
  }

  /** AWS SDKs: one key of a shared bucket starves all others. SPEC 22.13. */
  @Test
  void registry_oneKeyIsDown_othersAreNotRefused() {
    CircuitBreakers breakers = builder().consecutiveFailures(1).perKey(KeyLimits.defaults());
    fail(breakers.get("down"));
    refusal(breakers.get("down"));
    succeed(breakers.get("well"));
  }
}
