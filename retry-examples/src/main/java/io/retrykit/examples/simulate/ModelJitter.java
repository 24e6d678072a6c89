package io.retrykit.examples.simulate;

import java.util.function.DoubleSupplier;

/**
 * The formulas of the model as they were published, with a base of 5 ms and a cap of 2 s. Two of them go past the cap
 * where they are taken at their word: {@link #PROPORTIONAL} and {@link #PROPORTIONAL_N_MINUS_1} reach 1.5 times the cap.
 */
enum ModelJitter {
  /** No pause at all. */
  NONE {
    @Override
    double pause(int n, DoubleSupplier u) {
      return 0;
    }
  },
  /** {@code expo(n)}; the exponent is n, so that the first pause is 10 ms. */
  EXPONENTIAL {
    @Override
    double pause(int n, DoubleSupplier u) {
      return expo(n);
    }
  },
  /** {@code U expo(n)}. */
  FULL {
    @Override
    double pause(int n, DoubleSupplier u) {
      return u.getAsDouble() * expo(n);
    }
  },
  /** {@code expo(n) / 2 + U expo(n) / 2}. */
  EQUAL {
    @Override
    double pause(int n, DoubleSupplier u) {
      return expo(n) / 2 + u.getAsDouble() * expo(n) / 2;
    }
  },
  /** {@code s = min(cap, base + U (3 s - base))}, where s is the pause before. */
  DECORRELATED {
    @Override
    double pause(int n, DoubleSupplier u) {
      throw new IllegalStateException("decorrelated jitter depends on the pause before");
    }

    @Override
    ClientBackoff client() {
      return new Decorrelated();
    }
  },
  /** {@code expo(n) (0.5 + U)}, the cap applied before. */
  PROPORTIONAL {
    @Override
    double pause(int n, DoubleSupplier u) {
      return expo(n) * (0.5 + u.getAsDouble());
    }
  },
  /** {@code min(cap, expo(n) (0.5 + U))}. */
  PROPORTIONAL_CAPPED {
    @Override
    double pause(int n, DoubleSupplier u) {
      return Math.min(CAP, expo(n) * (0.5 + u.getAsDouble()));
    }
  },
  /** {@code expo(n - 1) (0.5 + U)}: the first pause lies around the base itself. */
  PROPORTIONAL_N_MINUS_1 {
    @Override
    double pause(int n, DoubleSupplier u) {
      return expo(n - 1) * (0.5 + u.getAsDouble());
    }
  },
  /** {@code U expo(n - 1)}. */
  FULL_N_MINUS_1 {
    @Override
    double pause(int n, DoubleSupplier u) {
      return u.getAsDouble() * expo(n - 1);
    }
  };

  static final double BASE = 5;
  static final double CAP = 2_000;

  abstract double pause(int n, DoubleSupplier u);

  /** Returns the pauses of one more client. */
  ClientBackoff client() {
    return this::pause;
  }

  private static double expo(int n) {
    return Math.min(CAP, BASE * Math.pow(2, n)); // a power of two is exact, and infinity is capped
  }

  private static final class Decorrelated implements ClientBackoff {
    private double last = BASE;

    @Override
    public double millis(int conflicts, DoubleSupplier units) {
      last = Math.min(CAP, BASE + units.getAsDouble() * (3 * last - BASE));
      return last;
    }
  }
}
