package io.retrykit.backoff;

import io.retrykit.time.Nanos;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Every backoff, every jitter, every draw, over the whole range each argument may have. */
final class Generators extends DomainContextBase {
  /** A backoff without any jitter, and what none of its pauses exceeds. */
  record Capped(Backoff backoff, long cap) {}

  /** A backoff with a jitter, beside the same one without. */
  record Spreading(Capped plain, Jitter jitter) {
    Backoff backoff() {
      return plain.backoff().jittered(jitter);
    }

    /** What no pause exceeds: the cap, unless the jitter is uncut. */
    long most() {
      return jitter.cut() ? plain.cap() : Nanos.FOREVER;
    }
  }

  /** A number that is drawn, at least 0 and below 1. */
  record Unit(double value) {
    Fixed source() {
      return Fixed.unit(value);
    }
  }

  /** A number of failed attempts. */
  record Failures(int count) {}

  /** The growth of an exponential backoff. */
  record Base(double value) {}

  @Provide
  Arbitrary<Duration> durations() {
    Arbitrary<Duration> any = Combinators.combine(
            Arbitraries.longs().between(0, Long.MAX_VALUE),
            Arbitraries.integers().between(0, 999_999_999))
        .as((seconds, nanos) -> Duration.ofSeconds(seconds, nanos));
    Arbitrary<Duration> nanos =
        Arbitraries.longs().between(0, Nanos.FOREVER).map(Duration::ofNanos);
    Arbitrary<Duration> usual = Arbitraries.integers().between(0, 600_000).map(Duration::ofMillis);
    return Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(3, nanos), Tuple.of(3, usual));
  }

  @Provide
  Arbitrary<Failures> failures() {
    return Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.integers().between(1, 130)),
            Tuple.of(2, Arbitraries.integers().between(1, Integer.MAX_VALUE)))
        .map(Failures::new);
  }

  @Provide
  Arbitrary<Base> bases() {
    return Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.integers().between(1, 20).map(Integer::doubleValue)),
            Tuple.of(2, Arbitraries.doubles().between(1, 3).ofScale(6)),
            Tuple.of(1, Arbitraries.doubles().between(0, 308).ofScale(3).map(x -> Math.pow(10, x))),
            Tuple.of(1, Arbitraries.of(1.0, Math.nextUp(1.0), 0x1p53, 0x1p62, 0x1p63, 1e308)))
        .map(Base::new);
  }

  @Provide
  Arbitrary<Unit> units() {
    return Arbitraries.longs().between(0, (1L << 53) - 1).map(bits -> new Unit(bits * 0x1p-53));
  }

  @Provide
  Arbitrary<Jitter> jitters() {
    Arbitrary<Double> share = Arbitraries.doubles().between(0, 1).ofScale(4);
    Arbitrary<Jitter> cut = Arbitraries.oneOf(
        Arbitraries.of(
            Jitter.none(),
            Jitter.proportional(),
            Jitter.full(),
            Jitter.equal(),
            Jitter.decorrelated()),
        share.map(Jitter::proportional),
        Combinators.combine(share, Arbitraries.doubles().between(1, 1e300).ofScale(4))
            .as(Jitter::factor),
        durations().map(Jitter::additive),
        Combinators.combine(durations(), durations()).as(Jitter::ranged));
    return Arbitraries.frequencyOf(Tuple.of(3, cut), Tuple.of(1, cut.map(Jitter::uncut)));
  }

  @Provide
  Arbitrary<Capped> plain() {
    return durations().flatMap(cap -> {
      Arbitrary<Backoff> made = Arbitraries.oneOf(List.of(
          Combinators.combine(durations(), bases())
              .as((initial, base) -> Backoff.exponential(initial, base.value(), cap)),
          durations().map(unit -> Backoff.fibonacci(unit, cap)),
          Combinators.combine(durations(), durations())
              .as((initial, step) -> Backoff.linear(initial, step).cappedAt(cap)),
          durations().map(delay -> Backoff.fixed(delay).cappedAt(cap)),
          durations()
              .array(Duration[].class)
              .ofMinSize(1)
              .ofMaxSize(100)
              .map(delays -> Backoff.list(delays).cappedAt(cap)),
          durations().map(delay -> Backoff.function(n -> delay).cappedAt(cap)),
          Combinators.combine(durations(), durations(), Arbitraries.integers().between(1, 70))
              .as((head, tail, count) -> Backoff.linear(head, tail)
                  .take(count)
                  .then(Backoff.fibonacci(tail, cap))
                  .cappedAt(cap))));
      return made.map(backoff -> new Capped(backoff, Nanos.of("cap", cap)));
    });
  }

  @Provide
  Arbitrary<Spreading> spreading() {
    return Combinators.combine(plain(), jitters())
        .as((plain, jitter) -> new Spreading(plain, fitting(plain, jitter)));
  }

  /** A jitter must not reach further down than the first pause is long, nor, in a sequence, than any first one. */
  private static Jitter fitting(Capped plain, Jitter jitter) {
    try {
      plain.backoff().jittered(jitter);
      return jitter;
    } catch (IllegalArgumentException reachesTooFar) {
      return jitter.cut() ? Jitter.full() : Jitter.full().uncut();
    }
  }
}
