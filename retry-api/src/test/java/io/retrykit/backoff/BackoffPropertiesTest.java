package io.retrykit.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.retrykit.backoff.Generators.Base;
import io.retrykit.backoff.Generators.Capped;
import io.retrykit.backoff.Generators.Failures;
import io.retrykit.backoff.Generators.Spreading;
import io.retrykit.backoff.Generators.Unit;
import io.retrykit.time.Nanos;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** The laws of pauses: for every formula, jitter, draw and number of failures, not for examples. */
@Domain(Generators.class)
@Domain(DomainContext.Global.class)
class BackoffPropertiesTest {
  private static final BigInteger FOREVER = BigInteger.valueOf(Nanos.FOREVER);

  // SPEC 2.2, SPEC 2.4
  @Property(tries = 500)
  void nanos_ofAnything_liesBetweenZeroAndTheCap(
      @ForAll Spreading spreading,
      @ForAll Failures failures,
      @ForAll @LongRange(min = Backoff.UNKNOWN) long previous,
      @ForAll Unit unit) {
    long nanos = spreading.backoff().nanos(failures.count(), previous, unit.source());
    assertThat(nanos).isBetween(0L, spreading.most());
  }

  // SPEC 2.3
  @Property(tries = 500)
  void nanos_ofAnything_liesBetweenLeastAndMost(
      @ForAll Spreading spreading,
      @ForAll Failures failures,
      @ForAll @LongRange(min = Backoff.UNKNOWN) long previous,
      @ForAll Unit unit) {
    Backoff backoff = spreading.backoff();
    long least = backoff.leastNanos(failures.count(), previous);
    long most = backoff.mostNanos(failures.count(), previous);
    assertThat(least).isBetween(0L, most);
    assertThat(backoff.nanos(failures.count(), previous, unit.source())).isBetween(least, most);
  }

  // SPEC 2.4: the range of the jitter, cut off at the cap, and nothing else
  @Property(tries = 500)
  void nanos_spread_isTheDrawFromTheCutRange(
      @ForAll Spreading spreading,
      @ForAll Failures failures,
      @ForAll @LongRange(min = 0) long previous,
      @ForAll Unit unit) {
    Jitter jitter = spreading.jitter();
    Backoff plain = spreading.plain().backoff();
    long base = plain.nanos(failures.count(), 0, unit.source());
    Assume.that(!jitter.equals(Jitter.decorrelated())); // does not depend on this pause: see below
    BigInteger low = big(jitter.lowNanos(base, 0, 0)).min(big(spreading.most()));
    BigInteger high = big(jitter.highNanos(base, 0, 0)).min(big(spreading.most()));
    BigDecimal drawn = new BigDecimal(high.subtract(low))
        .multiply(new BigDecimal(unit.value()))
        .add(new BigDecimal(low));
    long nanos = spreading.backoff().nanos(failures.count(), previous, unit.source());
    assertClose(nanos, drawn);
  }

  // SPEC 2.3: a range is half open wherever a double can tell its end from the number before
  @Property(tries = 400)
  void nanos_spread_neverReachesTheEndOfItsRange(
      @ForAll @LongRange(min = 1, max = 1L << 50) long delay) {
    for (Jitter jitter : List.of(Jitter.full(), Jitter.equal(), Jitter.proportional())) {
      Backoff backoff = Backoff.fixed(Duration.ofNanos(delay)).jittered(jitter);
      long high = jitter.highNanos(delay, 0, 0);
      long low = jitter.lowNanos(delay, 0, 0);
      assertThat(low).isLessThan(high);
      assertThat(backoff.nanos(1, 0, Fixed.unit(Fixed.GREATEST))).isBetween(low, high - 1);
      assertThat(backoff.nanos(1, 0, Fixed.unit(0))).isEqualTo(low);
    }
  }

  // SPEC 2.3
  @Property(tries = 400)
  void decorrelated_isDrawnBetweenTheFirstAndThreeTimesThePrevious(
      @ForAll @LongRange(min = 1, max = 1L << 60) long first,
      @ForAll @LongRange(min = 0) long room,
      @ForAll @LongRange(min = 0) long previous,
      @ForAll Failures failures,
      @ForAll Unit unit) {
    long cap = Nanos.plus(first, room);
    Backoff backoff = Backoff.exponential(Duration.ofNanos(first), 2, Duration.ofNanos(cap))
        .jittered(Jitter.decorrelated());
    long before = failures.count() == 1 ? first : Math.max(first, previous);
    long end = big(before).multiply(big(3)).min(big(cap)).longValueExact();
    assertThat(backoff.nanos(failures.count(), previous, unit.source())).isBetween(first, end);
    assertThat(backoff.mostNanos(failures.count(), previous)).isEqualTo(end);
    assertThat(backoff.leastNanos(failures.count(), previous)).isEqualTo(first);
  }

  @Property
  void decorrelated_ofAnythingElse_drawsAsOfAFormula(
      @ForAll @LongRange(min = 1, max = 1L << 60) long first,
      @ForAll @LongRange(min = Backoff.UNKNOWN) long previous,
      @ForAll Unit unit) {
    Duration delay = Duration.ofNanos(first);
    Backoff asked = Backoff.function(n -> delay).jittered(Jitter.decorrelated());
    Backoff tabled = Backoff.fixed(delay).jittered(Jitter.decorrelated());
    for (int n = 1; n <= 3; n++) {
      assertThat(asked.nanos(n, previous, unit.source()))
          .isEqualTo(tabled.nanos(n, previous, unit.source()));
    }
  }

  // SPEC 2.2
  @Property(tries = 400)
  void exponential_ofAWholeBase_isExact(
      @ForAll Duration initial,
      @ForAll @LongRange(min = 1, max = 1L << 53) long anyBase,
      @ForAll boolean small,
      @ForAll Duration cap,
      @ForAll Failures failures) {
    long base = small ? 1 + anyBase % 10 : anyBase;
    BigInteger first = big(Nanos.of("initial", initial));
    // from 2^64 on every cap is passed, so no higher power needs to be worked out
    int power = Math.min(failures.count() - 1, 64);
    BigInteger exact = first.multiply(big(base).pow(power)).min(big(Nanos.of("cap", cap)));
    assertThat(big(at(Backoff.exponential(initial, (double) base, cap), failures.count())))
        .isEqualTo(exact);
  }

  // SPEC 2.2
  @Property(tries = 400)
  void exponential_ofAnyBase_differsFromTheTruthInTheLastDigitsOnly(
      @ForAll Duration initial,
      @ForAll @DoubleRange(min = 1, max = 10) double base,
      @ForAll Duration cap,
      @ForAll @IntRange(min = 1, max = 5_000) int failures) {
    BigDecimal exact = BigDecimal.valueOf(Nanos.of("initial", initial))
        .multiply(new BigDecimal(base).pow(failures - 1, new MathContext(60)))
        .min(BigDecimal.valueOf(Nanos.of("cap", cap)));
    assertClose(at(Backoff.exponential(initial, base, cap), failures), exact);
  }

  // SPEC 2.5
  @Property
  void linear_ofAnything_isExact(
      @ForAll Duration initial, @ForAll Duration step, @ForAll Failures failures) {
    BigInteger exact = big(Nanos.of("step", step))
        .multiply(big(failures.count() - 1L))
        .add(big(Nanos.of("initial", initial)))
        .min(FOREVER);
    assertThat(big(at(Backoff.linear(initial, step), failures.count()))).isEqualTo(exact);
  }

  // SPEC 2.5
  @Property
  void fibonacci_ofAnything_isExact(
      @ForAll Duration unit, @ForAll Duration cap, @ForAll Failures failures) {
    BigInteger before = BigInteger.ZERO;
    BigInteger number = BigInteger.ONE;
    for (int n = 1; n < Math.min(failures.count(), 100); n++) { // F(93) is above any cap
      BigInteger next = before.add(number);
      before = number;
      number = next;
    }
    BigInteger exact = number.multiply(big(Nanos.of("unit", unit))).min(big(Nanos.of("cap", cap)));
    assertThat(big(at(Backoff.fibonacci(unit, cap), failures.count()))).isEqualTo(exact);
  }

  // SPEC 2.5
  @Property
  void list_beyondItsEnd_repeatsTheLast(
      @ForAll @Size(min = 1, max = 100) List<Duration> delays, @ForAll Failures failures) {
    Backoff backoff = Backoff.list(delays.toArray(Duration[]::new));
    Duration expected = delays.get(Math.min(failures.count(), delays.size()) - 1);
    assertThat(at(backoff, failures.count())).isEqualTo(Nanos.of("delay", expected));
  }

  // SPEC 2.1
  @Property(tries = 400)
  void growingFormulas_withoutJitter_neverShrink(
      @ForAll Duration initial,
      @ForAll Base base,
      @ForAll Duration cap,
      @ForAll Failures failures,
      @ForAll Failures more) {
    int later = (int) Math.min(Integer.MAX_VALUE, (long) failures.count() + more.count());
    for (Backoff backoff : List.of(
        Backoff.exponential(initial, base.value(), cap),
        Backoff.fibonacci(initial, cap),
        Backoff.linear(initial, cap),
        Backoff.fixed(initial))) {
      assertThat(at(backoff, later)).isGreaterThanOrEqualTo(at(backoff, failures.count()));
      assertThat(at(backoff, failures.count())).isGreaterThanOrEqualTo(at(backoff, 1));
    }
  }

  // SPEC 2.6
  @Property
  void schedule_fromTheSameSeed_isTheSame(@ForAll Spreading spreading, @ForAll long seed) {
    Backoff backoff = spreading.backoff();
    List<Duration> once = backoff.schedule(80, new SplittableRandom(seed));
    assertThat(backoff.schedule(80, new SplittableRandom(seed))).isEqualTo(once);
    assertThat(spreading.backoff().schedule(80, new SplittableRandom(seed))).isEqualTo(once);
  }

  // SPEC 2.4
  @Property
  void nanos_ofAnything_drawsAtMostOnce(
      @ForAll Spreading spreading, @ForAll Failures failures, @ForAll Unit unit) {
    Fixed random = unit.source();
    long nanos = spreading.backoff().nanos(failures.count(), 0, random);
    assertThat(nanos).isNotNegative();
    assertThat(random.draws()).isLessThanOrEqualTo(1);
  }

  // SPEC 2.5
  @Property
  void take_thenAnother_isTheOneListAfterTheOther(
      @ForAll Capped first,
      @ForAll @IntRange(min = 1, max = 80) int count,
      @ForAll Capped second,
      @ForAll @IntRange(min = 1, max = 80) int more) {
    Backoff both = first.backoff().take(count).then(second.backoff().take(more));
    List<Duration> expected = new ArrayList<>(first.backoff().schedule(count));
    expected.addAll(second.backoff().schedule(more));
    assertThat(both.schedule(Integer.MAX_VALUE)).isEqualTo(expected);
    assertThat(both.limit()).isEqualTo(count + more);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> at(both, count + more + 1))
        .withMessage(
            "failedAttempts must be at most %d, where this backoff ends, was %d",
            count + more, count + more + 1);
  }

  // SPEC 2.5
  @Property
  void take_twice_endsWithTheShorter(
      @ForAll Capped any,
      @ForAll @IntRange(min = 1) int one,
      @ForAll @IntRange(min = 1) int other) {
    assertThat(any.backoff().take(one).take(other).limit()).isEqualTo(Math.min(one, other));
  }

  // SPEC 2.4
  @Property(tries = 400)
  void cappedAt_ofAnything_cutsTheRangeAndKeepsTheRest(
      @ForAll Spreading spreading, @ForAll Duration cap, @ForAll Failures failures) {
    Assume.that(spreading.jitter().cut()); // uncut: the next property
    long newCap = Math.min(Nanos.of("cap", cap), spreading.plain().cap());
    Backoff before = spreading.plain().backoff().cappedAt(cap).jittered(Jitter.none());
    Backoff capped = spreading.backoff().cappedAt(cap);
    assertThat(capped.mostNanos(failures.count(), Backoff.UNKNOWN)).isBetween(0L, newCap);
    assertThat(at(before, failures.count()))
        .isEqualTo(Math.min(newCap, at(spreading.plain().backoff(), failures.count())));
    assertThat(capped.limit()).isEqualTo(spreading.backoff().limit());
  }

  // SPEC 2.4
  @Property
  void uncut_ofAnything_isTheWholeRangeAroundTheCappedPause(
      @ForAll Capped plain, @ForAll Failures failures, @ForAll Unit unit) {
    long nanos = plain
        .backoff()
        .jittered(Jitter.proportionalUncut())
        .nanos(failures.count(), 0, unit.source());
    BigDecimal base = BigDecimal.valueOf(at(plain.backoff(), failures.count()));
    BigDecimal low = base.multiply(new BigDecimal("0.5"));
    BigDecimal high = base.multiply(new BigDecimal("1.5")).min(new BigDecimal(FOREVER));
    assertClose(nanos, high.subtract(low).multiply(new BigDecimal(unit.value())).add(low));
  }

  // SPEC 2.4: whoever draws first and clamps then would gather all clients on the cap
  @Property(tries = 50)
  void proportional_atTheCap_staysSpread(
      @ForAll @LongRange(min = 1_000_000) long cap, @ForAll long seed) {
    for (Jitter jitter : List.of(Jitter.proportional(), Jitter.full(), Jitter.equal())) {
      Backoff backoff =
          Backoff.exponential(Duration.ofNanos(1), 10, Duration.ofNanos(cap)).jittered(jitter);
      SplittableRandom random = new SplittableRandom(seed);
      List<Long> clients = new ArrayList<>();
      for (int client = 0; client < 200; client++) {
        clients.add(backoff.nanos(1_000, 0, random));
      }
      assertThat(clients.stream().distinct().count()).as(jitter.toString()).isGreaterThan(190);
      assertThat(clients).allMatch(nanos -> nanos < cap);
    }
  }

  private static long at(Backoff backoff, int failedAttempts) {
    return backoff.nanos(failedAttempts, 0, Fixed.unit(0.5));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  /** Equal but for what a double loses, and for a nanosecond of truncation. */
  private static void assertClose(long nanos, BigDecimal exact) {
    BigDecimal off = BigDecimal.valueOf(nanos).subtract(exact).abs();
    BigDecimal allowed = exact
        .abs()
        .multiply(new BigDecimal("2e-15"))
        .add(BigDecimal.ONE)
        .setScale(0, RoundingMode.CEILING);
    assertThat(off).as("%d against %s", nanos, exact).isLessThanOrEqualTo(allowed);
  }
}
