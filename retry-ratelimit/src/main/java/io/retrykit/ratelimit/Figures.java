package io.retrykit.ratelimit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What leases of one {@link Quota} are corrected by when their attempts have ended. Stateless. */
final class Figures {
  private final Dimension[] dimensions;
  private final Settlement<?>[] settlements;

  Figures(Dimension[] dimensions, List<Settlement<?>> settlements) {
    this.dimensions = dimensions;
    this.settlements = settlements.toArray(Settlement<?>[]::new);
  }

  /** Reads what is to be corrected from a result; a function that throws leaves its dimension's estimate. */
  Corrections of(QuotaLease lease, int claimed, @Nullable Object result) {
    long[] ticks = new long[dimensions.length];
    @Nullable Throwable failure = null;
    for (int i = 0; i < ticks.length; i++) {
      Settlement<?> settlement =
          QuotaLease.holds(claimed, i) ? settlement(dimensions[i].name, result) : null;
      if (settlement != null) {
        try {
          long actual = dimensions[i].requireAmount("actual", settlement.read(result));
          ticks[i] = lease.correction(dimensions, i, actual);
        } catch (Throwable thrown) { // the other dimensions have figures of their own
          failure = first(failure, thrown);
        }
      }
    }
    return new Corrections(ticks, failure);
  }

  private @Nullable Settlement<?> settlement(String dimension, @Nullable Object result) {
    for (Settlement<?> settlement : settlements) {
      if (settlement.fits(dimension, result)) {
        return settlement;
      }
    }
    return null;
  }

  private static Throwable first(@Nullable Throwable failure, Throwable thrown) {
    if (failure == null) {
      return thrown;
    }
    if (failure != thrown) {
      failure.addSuppressed(thrown);
    }
    return failure;
  }

  /** Returns what a throttled call gives back. */
  long[] refundsWhenThrottled(QuotaLease lease, int claimed) {
    long[] ticks = new long[dimensions.length];
    for (int i = 0; i < ticks.length; i++) {
      if (QuotaLease.holds(claimed, i) && dimensions[i].refundWhenThrottled) {
        ticks[i] = lease.correction(dimensions, i, 0);
      }
    }
    return ticks;
  }

  /**
   * What to correct.
   *
   * @param ticks to add to the backlog of each dimension
   * @param failure what a function threw that reads a figure
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Corrections(long[] ticks, @Nullable Throwable failure) {
    boolean any() {
      for (long change : ticks) {
        if (change != 0) {
          return true;
        }
      }
      return false;
    }

    void rethrow() {
      if (failure != null) {
        throw Corrections.<RuntimeException>sneaky(failure);
      }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneaky(Throwable failure) throws E {
      throw (E) failure;
    }
  }
}
