package io.retrykit.circuitbreaker.plugin;

import static io.retrykit.testing.Attempts.ask;
import static io.retrykit.testing.Attempts.fail;
import static io.retrykit.testing.Attempts.request;
import static io.retrykit.testing.Attempts.succeed;
import static io.retrykit.testing.Attempts.succeedAfter;
import static io.retrykit.testing.Attempts.throttle;
import static io.retrykit.testing.Configured.breaker;
import static io.retrykit.testing.Configured.breakers;
import static io.retrykit.testing.Configured.policies;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitBreakers;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.config.Policies;
import io.retrykit.spi.ExceptionNames;
import io.retrykit.testing.CapturedLog;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * SPEC 22.15: a breaker by name, each setting in effect. They run on the machine's time: times that have to last are
 * days; how long a breaker opens for is read from the log, which tells it exactly.
 */
class CircuitBreakerProviderTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long DAY = Duration.ofDays(1).toNanos();

  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private static CircuitState stateAfterFailures(int failures, CircuitBreaker breaker) {
    fail(breaker, failures);
    return breaker.state();
  }

  @Test
  void breaker_withNoSettings_hasTheDefaults() {
    CircuitBreaker breaker = breaker();

    assertThat(breaker.name()).isEqualTo("x.circuit-breaker");
    assertThat(breaker.timed()).isFalse();
    succeed(breaker, 10);
    assertThat(stateAfterFailures(9, breaker)).isEqualTo(CircuitState.CLOSED);
    assertThat(stateAfterFailures(1, breaker)).isEqualTo(CircuitState.OPEN);
    assertThat(log.lines())
        .containsExactly("WARN x.circuit-breaker: CLOSED -> OPEN for 30s: 50% of 20 calls failed");
    breaker.halfOpen();
    succeed(breaker, 2);
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
    succeed(breaker, 1);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    succeed(breaker, 101);
    assertThat(breaker.snapshot().calls()).isEqualTo(100);
  }

  @Test
  void consecutiveFailures_areCountedAnewAfterASuccess() {
    CircuitBreaker breaker = breaker("consecutive-failures", "3");
    fail(breaker, 2);
    succeed(breaker, 1);

    assertThat(stateAfterFailures(2, breaker)).isEqualTo(CircuitState.CLOSED);
    assertThat(stateAfterFailures(1, breaker)).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void failures_areThoseAmongTheLastCalls() {
    CircuitBreaker breaker = breaker("failures", "2", "of-calls", "3");
    fail(breaker, 1);
    succeed(breaker, 2);

    assertThat(stateAfterFailures(1, breaker)).isEqualTo(CircuitState.CLOSED);
    succeed(breaker, 1);
    assertThat(stateAfterFailures(1, breaker)).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void windowCalls_isHowManyAreCounted() {
    CircuitBreaker breaker = breaker("window-calls", "5");
    succeed(breaker, 9);

    assertThat(breaker.snapshot().calls()).isEqualTo(5);
  }

  @Test
  void windowTime_countsAllCallsOfIt() {
    CircuitBreaker breaker = breaker("window-time", "1d", "window-buckets", "2");
    succeed(breaker, 150);

    assertThat(breaker.snapshot().calls()).isEqualTo(150);
  }

  /** A bucket is a millisecond at least: the shortest window tells how many there are. */
  @Test
  void windowBuckets_areTenUnlessSet() {
    assertThat(breaker("window-time", "10ms")).isNotNull();
    assertThat(breaker("window-time", "5ms", "window-buckets", "5")).isNotNull();
  }

  @Test
  void failureRateAndMinimumCalls_sayWhenItOpens() {
    CircuitBreaker breaker = breaker("failure-rate", "25.5", "minimum-calls", "4");
    succeed(breaker, 2);

    assertThat(stateAfterFailures(1, breaker)).isEqualTo(CircuitState.CLOSED);
    succeed(breaker, 1);
    assertThat(breaker.state()).as("at a quarter").isEqualTo(CircuitState.CLOSED);
    assertThat(stateAfterFailures(1, breaker)).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void slowCalls_openItToo() {
    CircuitBreaker breaker =
        breaker("slow-call-threshold", "2h", "slow-call-rate", "50", "minimum-calls", "4");

    assertThat(breaker.timed()).isTrue();
    succeedAfter(breaker, 2 * HOUR);
    succeedAfter(breaker, 2 * HOUR);
    succeedAfter(breaker, 2 * HOUR + 1);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    succeedAfter(breaker, 2 * HOUR + 1);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void openTime_growsWithEachReopeningUpToItsMaximum() {
    CircuitBreaker breaker = breaker(
        "consecutive-failures", "1",
        "open-time", "1h",
        "open-time-growth", "3",
        "open-time-max", "5h");
    fail(breaker, 1);
    for (int i = 0; i < 2; i++) {
      breaker.halfOpen();
      fail(breaker, 1);
    }

    assertThat(log.warnings())
        .containsExactly(
            "WARN x.circuit-breaker: CLOSED -> OPEN for 1h: 1 of the last 1 calls failed",
            "WARN x.circuit-breaker: HALF_OPEN -> OPEN for 3h: 1 of 1 probes failed",
            "WARN x.circuit-breaker: HALF_OPEN -> OPEN for 5h: 1 of 1 probes failed");
  }

  @Test
  void openTime_withoutAMaximum_growsTenfold() {
    CircuitBreaker breaker =
        breaker("consecutive-failures", "1", "open-time", "1h", "open-time-growth", "100");
    fail(breaker, 1);
    breaker.halfOpen();
    fail(breaker, 1);

    assertThat(log.warnings().get(1)).contains(" OPEN for 10h: ");
  }

  @Test
  void openTimeJitter_spreadsToBothSides() {
    CircuitBreaker breaker = breaker("open-time", "10d", "open-time-jitter", "0.5");
    Set<Long> days = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      breaker.open();
      days.add(breaker.snapshot().remaining().orElseThrow().toDays());
    }

    assertThat(days).allMatch(each -> each >= 4 && each < 15); // the clock runs: 4d 23h
    assertThat(days).anyMatch(each -> each < 8).anyMatch(each -> each > 11);
  }

  @Test
  void openTimeJitter_byItself_spreadsTheDefault() {
    CircuitBreaker breaker = breaker("open-time-jitter", "1");
    for (int i = 0; i < 20; i++) {
      breaker.open();
    }

    assertThat(new HashSet<>(log.warnings())).hasSizeGreaterThan(10);
  }

  @Test
  void probesAndSuccessThreshold_sayWhatBringsItBack() {
    CircuitBreaker breaker = breaker("probes", "5", "success-threshold", "2");
    breaker.open();
    breaker.halfOpen();
    for (int i = 0; i < 5; i++) {
      assertThat(ask(breaker).isGranted()).isTrue();
    }
    assertThat(ask(breaker).isGranted()).isFalse();

    breaker.open();
    breaker.halfOpen();
    succeed(breaker, 2);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void leaseTime_isHowLongAProbeIsWaitedFor() {
    CircuitBreaker breaker = breaker("probes", "1", "open-time", "30d", "lease-time", "2d");
    breaker.open();
    breaker.halfOpen();
    ask(breaker);

    assertThat(ask(breaker).retryAfterNanos()).isBetween(2 * DAY - HOUR, 2 * DAY);
  }

  @Test
  void ignore_isNeitherFailureNorSuccess_asACauseToo() {
    CircuitBreaker breaker =
        breaker("ignore", "java.io.FileNotFoundException , IllegalStateException");
    fail(breaker, new FileNotFoundException("x"));
    fail(breaker, new IllegalStateException("x"));
    fail(breaker, new RuntimeException(new FileNotFoundException("x")));
    assertThat(breaker.snapshot().calls()).isZero();
    fail(breaker, new IOException("x"));
    assertThat(breaker.snapshot().failed()).isEqualTo(1);
  }

  @Test
  void failureOn_isFailure_asACauseToo_othersAreSuccesses() {
    CircuitBreaker breaker = breaker("failure-on", "java.io.IOException, IllegalStateException");
    fail(breaker, new FileNotFoundException("x"));
    fail(breaker, new IllegalStateException("x"));
    fail(breaker, new RuntimeException(new IOException("x")));
    fail(breaker, new RuntimeException("x"));

    assertThat(breaker.snapshot().calls()).isEqualTo(4);
    assertThat(breaker.snapshot().failed()).isEqualTo(3);
  }

  @Test
  void classNames_areFoundWhateverTheThreadsOwnLoaderSees() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      for (ClassLoader loader : new ClassLoader[] {null, new ClassLoader(null) {}}) {
        thread.setContextClassLoader(loader);
        assertThat(ExceptionNames.parse("key", "io.retrykit.circuitbreaker.CircuitOpenException"))
            .hasSize(1);
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void ignoreRateLimits_leavesThrottledCallsOut() {
    CircuitBreaker ignoring = breaker("ignore-rate-limits", "true");
    CircuitBreaker counting = breaker("ignore-rate-limits", "false");
    throttle(ignoring);
    throttle(counting);

    assertThat(ignoring.snapshot().calls()).isZero();
    assertThat(counting.snapshot().failed()).isEqualTo(1);
  }

  // SPEC 22.13
  @Test
  void perKey_hasABreakerForEachKey_withTheSameSettings() {
    CircuitBreakers breakers = breakers("per-key", "true", "consecutive-failures", "1");
    fail(breakers.get("a"), 1);

    assertThat(breakers.name()).isEqualTo("x.circuit-breaker");
    assertThat(breakers.admit(request("a")).isGranted()).isFalse();
    assertThat(breakers.admit(request("b")).isGranted()).isTrue();
    assertThat(breakers.get("a").name()).isEqualTo("x.circuit-breaker[a]");
    assertThat(breaker("per-key", "false")).isInstanceOf(CircuitBreaker.class);
  }

  // SPEC 22.13
  @Test
  void maxKeys_isHowManyThereAreAtMost() {
    CircuitBreakers breakers = breakers("per-key", "true", "max-keys", "2");
    for (int i = 0; i < 100; i++) {
      breakers.get("key" + i);
    }

    assertThat(breakers.keys()).hasSizeLessThanOrEqualTo(2);
  }

  // SPEC 22.13
  @Test
  void idle_isHowLongAKeyIsKept() {
    CircuitBreakers breakers = breakers("per-key", "true", "idle", "1ns");
    CircuitBreakers patient = breakers("per-key", "true");
    breakers.get("old");
    patient.get("old");
    for (int i = 0; i < 1_000; i++) { // room for ten times as many
      breakers.get("key" + i);
      patient.get("key" + i);
    }

    assertThat(breakers.find("old")).isEmpty();
    assertThat(patient.find("old")).isPresent();
  }

  // SPEC 14.4
  @Test
  void shared_isOneBreakerForSeveralPolicies() {
    Policies policies = policies(
        "claude.guards", "circuit-breaker",
        "claude.circuit-breaker.shared", "bedrock",
        "claude.circuit-breaker.consecutive-failures", "1",
        "titan.guards", "circuit-breaker",
        "titan.circuit-breaker.shared", "bedrock");
    fail(policies.get("claude").guards().get(0), 1);

    assertThat(ask(policies.get("titan").guards().get(0)).reason())
        .isEqualTo("the circuit is open");
    assertThat(policies.get("titan").guards().get(0).name()).isEqualTo("claude.circuit-breaker");
  }

  /** What must not be more than another setting may be as much. */
  @Test
  void settings_thatAreJustAsMuchAsTheyMay_areTaken() {
    assertThat(stateAfterFailures(3, breaker("failures", "3", "of-calls", "3")))
        .isEqualTo(CircuitState.OPEN);
    assertThat(breaker("open-time", "7s", "open-time-max", "7s", "open-time-growth", "2")
            .state())
        .isEqualTo(CircuitState.CLOSED);
    CircuitBreaker ofOne = breaker("consecutive-failures", "5", "success-threshold", "1");
    ofOne.open();
    ofOne.halfOpen();
    succeed(ofOne, 1);
    assertThat(ofOne.state()).isEqualTo(CircuitState.CLOSED);
    CircuitBreaker ofThree = breaker("success-threshold", "3");
    ofThree.open();
    ofThree.halfOpen();
    succeed(ofThree, 3);
    assertThat(ofThree.state()).isEqualTo(CircuitState.CLOSED);
  }
}
