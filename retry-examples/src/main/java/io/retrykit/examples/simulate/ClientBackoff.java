package io.retrykit.examples.simulate;

import java.util.function.DoubleSupplier;

/** The pauses of one client, which may depend on those before. Not safe for use by several threads. */
interface ClientBackoff {
  /**
   * Returns the next pause.
   *
   * @param conflicts how many conflicts the client has met, this one included, from 1
   * @param units where numbers from 0 up to 1 are drawn from
   * @return milliseconds, zero or more
   */
  double millis(int conflicts, DoubleSupplier units);
}
