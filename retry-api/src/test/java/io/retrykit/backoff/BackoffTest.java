package io.retrykit.backoff;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.retrykit.time.Nanos;
import java.math.BigInteger;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pauses by example, and what is refused. */
class BackoffTest {
  private static final Backoff DOUBLING = Backoff.exponential(ofSeconds(1), 2, ofSeconds(60));

  /** SPEC 2.1. */
  @Test
  void exponential_schedule_doublesUpToTheCap() {
    assertThat(DOUBLING.schedule(8))
        .containsExactly(
            ofSeconds(1),
            ofSeconds(2),
            ofSeconds(4),
            ofSeconds(8),
            ofSeconds(16),
            ofSeconds(32),
            ofSeconds(60),
            ofSeconds(60));
  }

  /** SPEC 2.2. */
  @Test
  void exponential_belowAMillisecond_isNotRounded() {
    Backoff backoff = Backoff.exponential(Duration.ofNanos(3), 1.5, ofSeconds(1));
    assertThat(backoff.schedule(3))
        .containsExactly(Duration.ofNanos(3), Duration.ofNanos(4), Duration.ofNanos(6));
  }

  /** SPEC 2.2. */
  @Test
  void exponential_atTheEndsOfItsRange_saturates() {
    Duration longest = ofSeconds(Long.MAX_VALUE);
    Backoff backoff = Backoff.exponential(longest, 1e308, longest);
    assertThat(backoff.nanos(Integer.MAX_VALUE, 0, Fixed.unit(0))).isEqualTo(Nanos.FOREVER);
    Backoff zero = Backoff.exponential(ZERO, 1e308, longest);
    assertThat(zero.nanos(Integer.MAX_VALUE, 0, Fixed.unit(0))).isZero();
    Backoff flat = Backoff.exponential(ofSeconds(3), 1, longest);
    assertThat(flat.delay(Integer.MAX_VALUE)).isEqualTo(ofSeconds(3));
  }

  @Test
  void exponential_firstAboveTheCap_isCutFromTheFirst() {
    assertThat(Backoff.exponential(ofSeconds(9), 2, ofSeconds(5)).schedule(2))
        .containsExactly(ofSeconds(5), ofSeconds(5));
  }

  /** SPEC 2.5. */
  @Test
  void formulas_schedule_asTheRulesSay() {
    assertThat(Backoff.none().schedule(2)).containsExactly(ZERO, ZERO);
    assertThat(Backoff.fixed(ofSeconds(3)).schedule(2)).containsExactly(ofSeconds(3), ofSeconds(3));
    assertThat(Backoff.linear(ofSeconds(1), ofSeconds(2)).schedule(3))
        .containsExactly(ofSeconds(1), ofSeconds(3), ofSeconds(5));
    assertThat(Backoff.fibonacci(ofSeconds(1), ofHours(1)).schedule(6))
        .containsExactly(
            ofSeconds(1), ofSeconds(1), ofSeconds(2), ofSeconds(3), ofSeconds(5), ofSeconds(8));
    assertThat(Backoff.list(ofSeconds(7), ofSeconds(2)).schedule(3))
        .containsExactly(ofSeconds(7), ofSeconds(2), ofSeconds(2));
    assertThat(Backoff.function(n -> ofSeconds(10L * n)).schedule(2))
        .containsExactly(ofSeconds(10), ofSeconds(20));
  }

  /** SPEC 2.5. */
  @Test
  void then_afterTake_goesOnWithTheOther() {
    Backoff backoff =
        Backoff.fixed(ofSeconds(1)).take(2).then(Backoff.linear(ofSeconds(5), ofSeconds(1)));
    assertThat(backoff.schedule(4))
        .containsExactly(ofSeconds(1), ofSeconds(1), ofSeconds(5), ofSeconds(6));
    assertThat(backoff.limit()).isEqualTo(Integer.MAX_VALUE);
  }

  /** SPEC 2.5: to the one that follows there is no pause before its first. */
  @Test
  void then_aBackoffThatLooksBack_seesNoEarlierPauseAtItsStart() {
    Backoff twice = (n, previous, random) -> 2 * previous + 7;
    Backoff backoff = Backoff.fixed(Duration.ofNanos(100)).take(2).then(twice);
    assertThat(backoff.schedule(4).stream().map(Duration::toNanos))
        .containsExactly(100L, 100L, 7L, 21L);
    assertThat(backoff.leastNanos(3, 100)).isEqualTo(7);
    assertThat(backoff.mostNanos(3, 100)).isEqualTo(7);
    assertThat(backoff.leastNanos(4, 7)).isEqualTo(21);
    assertThat(backoff.mostNanos(4, 7)).isEqualTo(21);
  }

  /** SPEC 2.2: to the last nanosecond, up to the last number that a long holds. */
  @Test
  void formulas_fromANanosecond_areExactToTheEnd() {
    Duration nano = Duration.ofNanos(1);
    Duration longest = ofSeconds(Long.MAX_VALUE);
    Backoff two = Backoff.exponential(nano, 2, longest);
    Backoff three = Backoff.exponential(nano, 3, longest);
    Backoff fibonacci = Backoff.fibonacci(nano, longest);
    BigInteger before = BigInteger.ZERO;
    BigInteger number = BigInteger.ONE;
    for (int n = 1; n <= 100; n++) {
      assertThat(at(two, n)).isEqualTo(cut(BigInteger.TWO.pow(n - 1)));
      assertThat(at(three, n)).isEqualTo(cut(BigInteger.valueOf(3).pow(n - 1)));
      assertThat(at(fibonacci, n)).isEqualTo(cut(number));
      BigInteger next = before.add(number);
      before = number;
      number = next;
    }
  }

  private static long at(Backoff backoff, int failedAttempts) {
    return backoff.nanos(failedAttempts, 0, Fixed.unit(0));
  }

  private static long cut(BigInteger exact) {
    return exact.min(BigInteger.valueOf(Nanos.FOREVER)).longValueExact();
  }

  @Test
  void then_threeTimes_countsEachPartFromOne() {
    Backoff backoff = DOUBLING.take(2).then(DOUBLING.take(1)).then(DOUBLING.take(2));
    assertThat(backoff.schedule(100))
        .containsExactly(ofSeconds(1), ofSeconds(2), ofSeconds(1), ofSeconds(1), ofSeconds(2));
  }

  @Test
  void schedule_ofZero_isEmpty() {
    assertThat(DOUBLING.schedule(0)).isEmpty();
  }

  @Test
  void schedule_ofABackoffThatEnds_endsWithIt() {
    assertThat(DOUBLING.take(2).schedule(5)).containsExactly(ofSeconds(1), ofSeconds(2));
  }

  @Test
  void limit_unlessTaken_isNever() {
    assertThat(DOUBLING.limit()).isEqualTo(Integer.MAX_VALUE);
    assertThat(DOUBLING.jittered(Jitter.full()).take(4).cappedAt(ofSeconds(1)).limit())
        .isEqualTo(4);
    assertThat(Backoff.function(n -> ZERO).take(4).jittered(Jitter.full()).limit())
        .isEqualTo(4);
  }

  @Test
  void cappedAt_twice_keepsTheLower() {
    assertThat(DOUBLING.cappedAt(ofSeconds(3)).cappedAt(ofSeconds(9)).schedule(4))
        .containsExactly(ofSeconds(1), ofSeconds(2), ofSeconds(3), ofSeconds(3));
    Backoff asked = Backoff.function(n -> ofSeconds(n));
    assertThat(asked.cappedAt(ofSeconds(9)).cappedAt(ofSeconds(2)).schedule(3))
        .containsExactly(ofSeconds(1), ofSeconds(2), ofSeconds(2));
  }

  @Test
  void lambda_ofTheUsersOwn_canBeSpreadCappedAndEnded() {
    Backoff own = (n, previous, random) -> n * 1_000L;
    Backoff shaped =
        own.cappedAt(Duration.ofNanos(2_500)).jittered(Jitter.full()).take(3);
    assertThat(shaped.schedule(9, Fixed.unit(0.5)))
        .containsExactly(Duration.ofNanos(500), Duration.ofNanos(1_000), Duration.ofNanos(1_250));
  }

  @Test
  void lambda_thatDraws_isBoundedByTheEndsOfItsDraw() {
    Backoff own = (n, previous, random) -> 100 + random.nextLong(50);
    assertThat(own.leastNanos(1, 0)).isEqualTo(100);
    assertThat(own.mostNanos(1, 0)).isEqualTo(149);
    Backoff other = (n, previous, random) -> random.nextLong(7, 10)
        + random.nextInt(3, 6)
        + random.nextInt(2)
        + (random.nextBoolean() ? 100 : 0);
    assertThat(other.leastNanos(1, 0)).isEqualTo(10);
    assertThat(other.mostNanos(1, 0)).isEqualTo(115);
  }

  @Test
  void lambda_thatFallsWithItsDraw_isBoundedAllTheSame() {
    Backoff own = (n, previous, random) -> (long) (1_000 - 500 * random.nextDouble());
    assertThat(own.leastNanos(1, 0)).isEqualTo(500);
    assertThat(own.mostNanos(1, 0)).isEqualTo(1_000);
  }

  @Test
  void delay_withoutASource_staysInTheRange() {
    Backoff spread = DOUBLING.jittered(Jitter.equal());
    assertThat(spread.delay(3)).isBetween(ofSeconds(2), ofSeconds(4));
    assertThat(spread.schedule(1).get(0)).isBetween(ofMillis(500), ofSeconds(1));
  }

  @Test
  void function_thatThrows_throwsThat() {
    Backoff broken = Backoff.function(n -> {
      throw new IllegalStateException("mine");
    });
    assertThatIllegalStateException().isThrownBy(() -> broken.delay(1)).withMessage("mine");
  }

  static Stream<Arguments> refused() {
    Duration minus = ofSeconds(-1);
    Backoff ended = DOUBLING.take(3);
    Backoff both = ended.then(Backoff.none().take(2));
    return Stream.of(
        bad(() -> Backoff.fixed(minus), "delay must be zero or more, was PT-1S"),
        bad(() -> Backoff.exponential(minus, 2, ZERO), "initial must be zero or more, was PT-1S"),
        bad(() -> Backoff.exponential(ZERO, 2, minus), "cap must be zero or more, was PT-1S"),
        bad(
            () -> Backoff.exponential(ZERO, 0.99, ZERO),
            "base must be between 1 and 1e308, was 0.99"),
        bad(
            () -> Backoff.exponential(ZERO, Double.NaN, ZERO),
            "base must be between 1 and 1e308, was NaN"),
        bad(
            () -> Backoff.exponential(ZERO, Double.POSITIVE_INFINITY, ZERO),
            "base must be between 1 and 1e308, was Infinity"),
        bad(() -> Backoff.linear(minus, ZERO), "initial must be zero or more, was PT-1S"),
        bad(() -> Backoff.linear(ZERO, minus), "step must be zero or more, was PT-1S"),
        bad(() -> Backoff.fibonacci(minus, ZERO), "unit must be zero or more, was PT-1S"),
        bad(() -> Backoff.fibonacci(ZERO, minus), "cap must be zero or more, was PT-1S"),
        bad(() -> Backoff.list(), "delays must hold one or more, was []"),
        bad(() -> Backoff.list(ZERO, minus), "delays[1] must be zero or more, was PT-1S"),
        bad(() -> DOUBLING.cappedAt(minus), "cap must be zero or more, was PT-1S"),
        bad(() -> both.cappedAt(minus), "cap must be zero or more, was PT-1S"),
        bad(() -> DOUBLING.take(0), "count must be 1 or more, was 0"),
        bad(() -> DOUBLING.schedule(-1), "count must be zero or more, was -1"),
        bad(
            () -> DOUBLING.then(DOUBLING),
            "a backoff that never ends cannot be followed, end it with take(n): "
                + "exponential from 1s by 2, at most 1m"),
        bad(
            () -> Backoff.function(n -> ofSeconds(-n)).delay(2),
            "the delay after failed attempt 2 must be zero or more, was PT-2S"),
        bad(
            () -> ended.delay(4),
            "failedAttempts must be at most 3, where this backoff ends, was 4"),
        bad(
            () -> both.delay(6),
            "failedAttempts must be at most 5, where this backoff ends, was 6"),
        bad(
            () -> both.leastNanos(6, 0),
            "failedAttempts must be at most 5, where this backoff ends, was 6"),
        bad(
            () -> both.mostNanos(6, 0),
            "failedAttempts must be at most 5, where this backoff ends, was 6"));
  }

  private static Arguments bad(ThrowingCallable call, String message) {
    return arguments(message, call);
  }

  /** SPEC 2.9. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void factory_badArgument_isNamedWithRuleAndValue(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  static Stream<Backoff> all() {
    return Stream.of(
        DOUBLING,
        Backoff.linear(ZERO, ofSeconds(1)),
        Backoff.list(ZERO),
        Backoff.function(n -> ZERO),
        Backoff.function(n -> ZERO).jittered(Jitter.full()),
        DOUBLING.jittered(Jitter.decorrelated()),
        DOUBLING.take(2),
        DOUBLING.take(2).then(DOUBLING));
  }

  @ParameterizedTest
  @MethodSource("all")
  void nanos_beforeTheFirstFailure_isRefused(Backoff backoff) {
    for (int bad : new int[] {0, -1, Integer.MIN_VALUE}) {
      String message = "failedAttempts must be 1 or more, was " + bad;
      assertRefused(() -> backoff.nanos(bad, 0, Fixed.unit(0)), message);
      assertRefused(() -> backoff.leastNanos(bad, 0), message);
      assertRefused(() -> backoff.mostNanos(bad, 0), message);
    }
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(call).withMessage(message);
  }

  @Test
  @SuppressWarnings("NullAway") // what unchecked callers do
  void factory_null_isRefusedWhereItIsGiven() {
    assertRefused(() -> Backoff.fixed(null), "delay must be zero or more, was null");
    assertRefused(() -> Backoff.list(ZERO, null), "delays[1] must be zero or more, was null");
    assertThatNullPointerException().isThrownBy(() -> Backoff.function(null)).withMessage("delay");
    assertThatNullPointerException()
        .isThrownBy(() -> DOUBLING.take(1).then(null))
        .withMessage("next");
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments(Backoff.none(), "no pause"),
        arguments(Backoff.fixed(ofSeconds(1)), "fixed 1s"),
        arguments(Backoff.fixed(ofSeconds(1)).cappedAt(ofMillis(5)), "fixed 1s, at most 5ms"),
        arguments(DOUBLING, "exponential from 1s by 2, at most 1m"),
        arguments(
            Backoff.exponential(ofMillis(50), 1.5, ofSeconds(Long.MAX_VALUE)),
            "exponential from 50ms by 1.5"),
        arguments(
            Backoff.exponential(ofMillis(50), 1e100, ofSeconds(1)),
            "exponential from 50ms by 1.0E100, at most 1s"),
        arguments(Backoff.linear(ofSeconds(1), ofMillis(250)), "linear from 1s by 250ms"),
        arguments(
            Backoff.linear(ofSeconds(1), ofMillis(250)).cappedAt(ofSeconds(3)),
            "linear from 1s by 250ms, at most 3s"),
        arguments(Backoff.fibonacci(ofSeconds(1), ofSeconds(9)), "fibonacci from 1s, at most 9s"),
        arguments(Backoff.list(ofSeconds(1), ZERO), "list [1s, 0s]"),
        arguments(Backoff.function(n -> ZERO), "a function"),
        arguments(
            Backoff.function(n -> ZERO).cappedAt(ofSeconds(9)).jittered(Jitter.decorrelated()),
            "a function, at most 9s, decorrelated jitter"),
        arguments(
            DOUBLING.jittered(Jitter.proportional()),
            "exponential from 1s by 2, at most 1m, proportional jitter x [0.5, 1.5)"),
        arguments(
            DOUBLING.jittered(Jitter.decorrelated()),
            "exponential from 1s by 2, at most 1m, decorrelated jitter"),
        arguments(
            Backoff.list(ofSeconds(1), ofSeconds(2)).take(2).then(Backoff.none().take(1)),
            "2 pauses of (list [1s, 2s]), then 1 pause of (no pause)"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void toString_ofABackoff_readsAsASentence(Backoff backoff, String text) {
    assertThat(backoff).hasToString(text);
  }
}
