package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import org.jspecify.annotations.Nullable;

/**
 * Where a limiter keeps its permits: in this process, or in a store that many processes share. A store whose answer
 * crosses a network answers {@link Admission#pending}; whoever calls the limiter need not know. Implementations are safe
 * for use by many threads and do not block.
 */
public interface PermitStore {
  /**
   * Takes permits.
   *
   * @param key what the call is about; a store may keep its permits apart by it
   * @param permits how many, zero or more
   * @param patienceNanos how long the caller can wait at most, zero or more
   * @return granted, at once or after a wait that the permits are reserved for, with what {@link #giveBack} needs as its
   *     lease; refused, with when to come back; or pending with one of these
   */
  Admission take(String key, long permits, long patienceNanos);

  /**
   * Takes permits back that were granted and not used.
   *
   * @param key the key they were taken under
   * @param lease the lease of the grant
   */
  void giveBack(String key, @Nullable Object lease);
}
