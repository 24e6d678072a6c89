package io.retrykit.examples.simulate;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * The toolkit's own backoffs with the settings of the model: pauses of 10 ms doubling up to 2 s; for decorrelated
 * jitter, which grows from its first pause, a first pause of 5 ms.
 */
enum ToolkitJitter {
  EXPONENTIAL(ModelJitter.EXPONENTIAL, 10, Jitter.none()),
  FULL(ModelJitter.FULL, 10, Jitter.full()),
  EQUAL(ModelJitter.EQUAL, 10, Jitter.equal()),
  DECORRELATED(ModelJitter.DECORRELATED, 5, Jitter.decorrelated()),
  /** The range is cut off at the cap before the draw, which no formula of the model does. */
  PROPORTIONAL(ModelJitter.PROPORTIONAL_CAPPED, 10, Jitter.proportional()),
  PROPORTIONAL_UNCUT(ModelJitter.PROPORTIONAL, 10, Jitter.proportionalUncut());

  private static final double NANOS_PER_MILLI = 1e6;

  private final ModelJitter formula;

  @SuppressWarnings("ImmutableEnumChecker") // what the toolkit makes is immutable
  private final Backoff backoff;

  ToolkitJitter(ModelJitter formula, long firstMillis, Jitter jitter) {
    this.formula = formula;
    this.backoff = Backoff.exponential(Duration.ofMillis(firstMillis), 2, Duration.ofSeconds(2))
        .jittered(jitter);
  }

  /** Returns the formula of the model that this one resembles. */
  ModelJitter resembles() {
    return formula;
  }

  /** Returns the pauses of one more client. */
  ClientBackoff client() {
    return new Client(backoff);
  }

  private static final class Client implements ClientBackoff {
    private final Backoff backoff;
    private long last;

    Client(Backoff backoff) {
      this.backoff = backoff;
    }

    @Override
    public double millis(int conflicts, DoubleSupplier units) {
      last = backoff.nanos(conflicts, last, new Units(units));
      return last / NANOS_PER_MILLI;
    }
  }

  /** What the toolkit draws is a {@code nextDouble}; anything else would not be the model's draw. */
  private record Units(DoubleSupplier units) implements RandomGenerator {
    @Override
    public double nextDouble() {
      return units.getAsDouble();
    }

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException("only nextDouble is simulated");
    }
  }
}
