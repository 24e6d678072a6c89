package io.retrykit.ratelimit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Permits that somebody waits for. Given back once at the most. */
final class Place {
  private static final VarHandle GIVEN_BACK =
      Fields.handle(MethodHandles.lookup(), "givenBack", boolean.class);

  final long permits;
  final long moment;

  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile boolean givenBack;

  Place(long permits, long moment) {
    this.permits = permits;
    this.moment = moment;
  }

  /** Tells the first one who asks that it may give the permits back. */
  boolean giveBack() {
    return GIVEN_BACK.compareAndSet(this, false, true);
  }
}
