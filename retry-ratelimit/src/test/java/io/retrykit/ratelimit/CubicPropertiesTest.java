package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of the adaptive rate over arbitrary traces of responses. SPEC 21.1, 21.2. */
class CubicPropertiesTest {
  private static final CubicSettings AWS = CubicSettings.AWS;

  /** A response: how many seconds after the one before, and whether throttled. */
  record Response(double gap, boolean throttled) {}

  private static Arbitrary<Response> responses(double shortest, double longest) {
    Arbitrary<Double> gap = Arbitraries.oneOf(
        Arbitraries.just(0.0),
        Arbitraries.doubles().between(0, 0.6),
        Arbitraries.doubles().between(shortest, longest));
    return Combinators.combine(gap, Arbitraries.of(false, false, false, true)).as(Response::new);
  }

  @Provide
  Arbitrary<List<Response>> traces() {
    return responses(0, 30).list().ofMinSize(1).ofMaxSize(80);
  }

  @Provide
  Arbitrary<List<Response>> wildTraces() {
    return responses(-1e9, 1e10).list().ofMinSize(1).ofMaxSize(80);
  }

  @Property(tries = 2000)
  void responded_anyTrace_isWhatTheFormulasSay(
      @ForAll("traces") List<Response> trace, @ForAll int start) {
    double now = Math.abs(start % 1000);
    CubicState state = CubicState.startingAt(AWS, now);
    Formulas formulas = new Formulas(now);
    for (Response response : trace) {
      now += response.gap;
      state = state.responded(AWS, now, response.throttled, 1);
      formulas.respond(now, response.throttled);
      assertThat(state.clock().rate()).isEqualTo(formulas.measured, within(1e-9));
      assertThat(state.bucket().fillRate()).isEqualTo(formulas.fill, within(1e-9 * formulas.fill));
      assertThat(state.bucket().capacity()).isEqualTo(formulas.most, within(1e-9 * formulas.most));
      assertThat(state.bucket().level()).isEqualTo(formulas.tokens, within(1e-6));
      assertThat(state.limiting()).isEqualTo(formulas.enabled);
    }
  }

  @Property(tries = 2000)
  void responded_gapsOfAnyLengthAndStepsBack_staysWithinItsBounds(
      @ForAll("wildTraces") List<Response> trace) {
    CubicState state = CubicState.startingAt(AWS, 0);
    double now = 0;
    for (Response response : trace) {
      now += response.gap;
      state = state.responded(AWS, now, response.throttled, 1);
      assertThat(state.bucket().fillRate()).isBetween(0.5, 1e6);
      assertThat(state.bucket().capacity()).isBetween(1.0, 1e6);
      assertThat(state.bucket().level()).isBetween(0.0, state.bucket().capacity());
      assertThat(state.clock().rate()).isBetween(0.0, 1e6);
      assertThat(state.curve().throttledAt()).isLessThanOrEqualTo(now);
      assertThat(state.bucket().secondsUntil(1)).isBetween(0.0, 2.0);
    }
  }

  @Property
  void curve_rightAfterAThrottle_isAtTheReducedRate(
      @ForAll("rates") double maximum, @ForAll("rates") double at) {
    CubicCurve curve = new CubicCurve(maximum, at);
    assertThat(curve.grown(AWS, at)).isEqualTo(curve.reduced(AWS), within(1e-6 * maximum + 1e-9));
    double back = at + curve.timeWindow(AWS);
    assertThat(curve.grown(AWS, back)).isEqualTo(maximum, within(1e-6 * maximum + 1e-9));
  }

  @Provide
  Arbitrary<Double> rates() {
    return Arbitraries.doubles().between(0, 1e6);
  }

  /** The rules of the AWS SDKs written down plainly, step by step, with variables. */
  private static final class Formulas {
    private final double tLast0;
    private double lastBucket;
    private int count;
    private double measured;
    private boolean enabled;
    private double wMax;
    private double tLast;
    private double fill;
    private double most;
    private double tokens;
    private double stamp = Double.NaN;

    Formulas(double start) {
      tLast0 = start;
      tLast = tLast0;
      lastBucket = Math.floor(start);
    }

    void respond(double t, boolean throttled) {
      double bucket = Math.floor(t * 2) / 2;
      count++;
      if (bucket > lastBucket) {
        measured = 0.8 * (count / (bucket - lastBucket)) + 0.2 * measured;
        count = 0;
        lastBucket = bucket;
      }
      double rate;
      if (throttled) {
        wMax = enabled ? Math.min(measured, fill) : measured;
        tLast = t;
        enabled = true;
        rate = wMax * 0.7;
      } else {
        double k = Math.cbrt(wMax * (1 - 0.7) / 0.4);
        rate = 0.4 * Math.pow(t - tLast - k, 3) + wMax;
      }
      rate = Math.min(rate, 2 * measured);
      if (!Double.isNaN(stamp)) {
        tokens = Math.min(most, tokens + (t - stamp) * fill);
      }
      stamp = t;
      fill = Math.max(rate, 0.5);
      most = Math.max(rate, 1);
      tokens = Math.min(tokens, most);
    }
  }
}
