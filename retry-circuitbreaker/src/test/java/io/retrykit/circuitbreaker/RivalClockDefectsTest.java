package io.retrykit.circuitbreaker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.endWell;
import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.refusal;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clocks do to other people's breakers. Resilience4j stays open an hour longer when the machine's clock is put back
 * an hour; Armeria never half-opens when {@code nanoTime} starts below zero.
 */
class RivalClockDefectsTest {
  private final SettableTime time = new SettableTime(0);

  private CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("b").timebase(time);
  }

  /** SPEC 22.9. */
  @Test
  void wallClock_isNeverRead() {
    noClasses()
        .that()
        .resideInAPackage("io.retrykit.circuitbreaker..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Instant.class, Clock.class, Date.class)
        .check(new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.retrykit.circuitbreaker"));
  }

  /** Resilience4j. SPEC 22.9: the open time begins anew, no more. */
  @Test
  void clockPutBackAnHour_whileOpen_costsOneOpenTimeAtMost() {
    CircuitBreaker breaker =
        builder().consecutiveFailures(1).openTime(ofSeconds(10)).build();
    fail(breaker);
    time.step(ofSeconds(9));
    time.step(ofHours(-1));
    assertThat(refusal(breaker).retryAfterNanos()).isEqualTo(ofSeconds(10).toNanos());

    time.step(ofSeconds(10));
    succeed(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  /** SPEC 22.8, SPEC 22.9: a probe that is lost holds its place for one more lease at most. */
  @Test
  void clockPutBackAnHour_whileAProbeIsLost_costsOneLeaseAtMost() {
    CircuitBreaker breaker = builder()
        .consecutiveFailures(1)
        .openTime(ofSeconds(10))
        .leaseTime(ofMinutes(1))
        .build();
    fail(breaker);
    time.step(ofSeconds(10));
    begin(breaker);
    time.step(ofHours(-1));
    assertThat(refusal(breaker).retryAfterNanos()).isBetween(1L, ofMinutes(1).toNanos());

    time.step(ofMinutes(1));
    succeed(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  /** SPEC 22.4, SPEC 22.9: calls that hang, and calls that begin after the step, are seen as soon as ever. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void clockPutBackAnHour_whileCallsHang_theyAreSeen(boolean timeWindow) {
    CircuitBreakerBuilder settings = builder().minimumCalls(4).slowCalls(ofSeconds(8), 50);
    CircuitBreaker breaker =
        (timeWindow ? settings.timeWindow(ofMinutes(1)) : settings.countWindow(10)).build();
    begin(breaker);
    begin(breaker);
    time.step(ofHours(-1));
    begin(breaker);
    begin(breaker);
    time.step(ofSeconds(9));
    refusal(breaker);
    assertThat(breaker.snapshot().overdue()).isEqualTo(4);
  }

  /** SPEC 22.3, SPEC 22.9: what is older than the window does not stay in it until the clock has caught up. */
  @Test
  void clockPutBackAnHour_timeWindowStillForgets() {
    CircuitBreaker breaker = builder().timeWindow(ofSeconds(10)).minimumCalls(4).build();
    succeed(breaker);
    fail(breaker);
    time.step(ofHours(-1));
    succeed(breaker);
    assertThat(breaker.snapshot().calls()).isEqualTo(3);

    time.step(ofSeconds(10));
    assertThat(breaker.snapshot().calls()).isZero();
    succeed(breaker, 3);
    fail(breaker);
    assertThat(breaker.snapshot().failureRate()).hasValue(25);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  /** A reading a little older than the last one is an overtaken thread's, and changes nothing. SPEC 22.9. */
  @Test
  void readingThatIsALittleOld_isCountedWhereTheWindowStands() {
    CircuitBreaker breaker = builder().timeWindow(ofSeconds(10)).minimumCalls(2).build();
    time.step(ofSeconds(5));
    fail(breaker);
    time.step(ofSeconds(-3));
    fail(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    assertThat(breaker.snapshot().failed()).isEqualTo(2);
  }

  /** Armeria. SPEC 22.9: a reading means nothing, only the difference of two does. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -5_000_000_000L, -1, 0, Long.MAX_VALUE - 5_000_000_000L})
  void nanoTimeThatIsNegativeOrWraps_isOneLikeAnyOther(long start) {
    SettableTime clock = new SettableTime(start);
    CircuitBreaker breaker = CircuitBreaker.builder("b")
        .timebase(clock)
        .timeWindow(ofSeconds(10))
        .minimumCalls(2)
        .slowCalls(ofSeconds(1), 100)
        .openTime(ofSeconds(10))
        .probes(1)
        .build();
    fail(breaker);
    clock.step(ofSeconds(9));
    fail(breaker); // the first one is in the window still
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    clock.step(ofSeconds(10).minusNanos(1));
    assertThat(refusal(breaker).retryAfterNanos()).isEqualTo(1);
    clock.step(ofNanos(1));
    begin(breaker);
    clock.step(ofMinutes(1).plusSeconds(1));
    Object probe = begin(breaker); // the lost one is no longer waited for
    endWell(breaker, probe);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    clock.step(ofMillis(1));
    assertThat(breaker.snapshot().inState()).isEqualTo(ofMillis(1));
  }
}
