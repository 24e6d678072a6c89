package io.retrykit.benchmarks;

import io.retrykit.call.Operation;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What a careful engineer would write by hand: the same number of attempts, the same choice of failures, the same
 * table of pauses with the same jitter as the policy it is compared with, and nothing else.
 */
final class HandWritten {
  private final int maxAttempts;
  private final Class<? extends Exception> retryOn;
  private final long[] delays;

  HandWritten(int maxAttempts, Class<? extends Exception> retryOn, long... delays) {
    this.maxAttempts = maxAttempts;
    this.retryOn = retryOn;
    this.delays = delays;
  }

  <T, E extends Exception> T call(Operation<T, E> operation) throws E {
    for (int attempt = 1; ; attempt++) {
      try {
        return operation.call();
      } catch (Exception failure) {
        if (attempt >= maxAttempts || !retryOn.isInstance(failure)) {
          throw failure;
        }
        pause(delay(attempt));
      }
    }
  }

  long delay(int attempt) {
    long delay = delays[Math.min(attempt, delays.length) - 1];
    return delay == 0 ? 0 : delay / 2 + (long) (ThreadLocalRandom.current().nextDouble() * delay);
  }

  private static void pause(long nanos) {
    if (nanos > 0) {
      try {
        TimeUnit.NANOSECONDS.sleep(nanos);
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupt);
      }
    }
  }
}
