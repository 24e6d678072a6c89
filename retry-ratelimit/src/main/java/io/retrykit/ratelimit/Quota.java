package io.retrykit.ratelimit;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls within several limits at once, as requests per minute and tokens per minute: an attempt draws from every
 * dimension or from none.
 *
 * <ul>
 *   <li><b>Reserve.</b> Before an attempt its estimate is drawn, at once or after the longest of the dimensions' waits. An
 *       attempt that would wait longer than it may is refused, with when to come back; one that asks for more than a
 *       burst holds is refused for good.
 *   <li><b>Settle.</b> The result's true figure takes the estimate's place: less is refunded, more becomes a debt that
 *       later calls wait for, counted up to ten bursts for one call. Where no figure can be read, the estimate stands.
 *   <li><b>Otherwise.</b> The estimate stands after a failure and after an attempt that was abandoned, since the server may
 *       have done the work; a throttled failure gives back the dimensions that are marked so. An attempt that was never
 *       begun gives back everything.
 * </ul>
 *
 * <p>Never faster than asked: for any two grants, what was drawn from the first to the second, less what was given back
 * between the two, is at most the limit over the time between their starts, and one burst. Intervals and waits are
 * rounded up. A grant after a wait draws when the wait is over, from every dimension, and holds its place in all of them
 * until then; one that is released early gives back its place as well. What is given back while others wait lets those
 * start earlier who ask afterwards, as far as a burst holds it beside what those draw who wait already; they are not
 * woken.
 *
 * <p>The levels of all dimensions are one immutable value, replaced by one compare-and-set: an attempt is admitted, or
 * settled, in one step that everybody sees whole. While nobody waits, nothing blocks; while somebody does, what draws or
 * gives back takes a lock that covers arithmetic alone, never a function of the user's, and giving back takes a look at
 * those who wait, a few microseconds for a thousand. A clock that steps back drains nothing and goes on from there. One quota counts whatever goes through it; it does not look at
 * {@link AdmissionRequest#key}.
 *
 * <p>Source of the algorithm: GCRA, ITU-T I.371, as virtual scheduling in several dimensions.
 */
public final class Quota implements Guard {
  /** The dimension of {@link QuotaBuilder#requestsPerMinute}. */
  public static final String REQUESTS = "requests";

  /** The dimension of {@link QuotaBuilder#tokensPerMinute}. */
  public static final String TOKENS = "tokens";

  private final String name;
  private final Dimension[] dimensions;
  private final Figures figures;
  private final Ledger ledger;
  private final long maxWaitNanos;
  private final Timebase timebase;

  Quota(
      String name,
      List<Dimension> dimensions,
      List<Settlement<?>> settlements,
      long maxWaitNanos,
      Timebase timebase) {
    this.name = name;
    this.dimensions = dimensions.toArray(Dimension[]::new);
    this.figures = new Figures(this.dimensions, settlements);
    this.ledger = new Ledger(this.dimensions, timebase);
    this.maxWaitNanos = maxWaitNanos;
    this.timebase = timebase;
  }

  /** Returns a builder without dimensions. */
  public static QuotaBuilder builder() {
    return new QuotaBuilder();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Admission admit(AdmissionRequest request) {
    // one nanosecond must be left of a deadline: a wait that ends with it leaves no time for the
    // call
    return draw(request, Math.min(maxWaitNanos, request.remainingNanos() - 1));
  }

  private Admission draw(AdmissionRequest request, long patienceNanos) {
    long[] amounts = new long[dimensions.length];
    for (int i = 0; i < amounts.length; i++) {
      amounts[i] = dimensions[i].estimate(request);
      if (!dimensions[i].canHold(amounts[i])) {
        return Admission.refused(dimensions[i].excess(amounts[i]), Admission.UNKNOWN);
      }
    }
    return ledger.draw(amounts, patienceNanos);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Puts the result's figures in the estimates' place. What a function throws that reads one is thrown here, after
   * the levels are right.
   */
  @Override
  public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
    if (lease instanceof QuotaLease mine) {
      settle(mine, mine.claimAll(), result);
    }
  }

  private void settle(QuotaLease lease, int claimed, @Nullable Object result) {
    Figures.Corrections read = figures.of(lease, claimed, result);
    if (read.any()) {
      ledger.correct(read.ticks());
    }
    read.rethrow();
  }

  /**
   * {@inheritDoc}
   *
   * <p>A throttled failure gives back the dimensions that are marked so. A result that the policy does not accept has
   * figures like any other. Otherwise the estimates stand.
   */
  @Override
  public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
    if (!(lease instanceof QuotaLease mine)) {
      return;
    }
    int claimed = mine.claimAll();
    if (verdict.isThrottled()) {
      ledger.correct(figures.refundsWhenThrottled(mine, claimed));
    } else if (!outcome.isFailure()) {
      settle(mine, claimed, outcome.result());
    }
  }

  /** {@inheritDoc} The estimates stand. */
  @Override
  public void abandoned(@Nullable Object lease) {
    if (lease instanceof QuotaLease mine) {
      mine.claimAll();
    }
  }

  /** {@inheritDoc} The estimates are given back in full. */
  @Override
  public void released(@Nullable Object lease) {
    if (lease instanceof QuotaLease mine) {
      release(mine);
    }
  }

  boolean release(QuotaLease lease) {
    int claimed = lease.claimAll();
    if (claimed == 0) {
      return false;
    }
    ledger.undo(lease, claimed);
    return true;
  }

  boolean settle(QuotaLease lease, String dimension, long actual) {
    int i = indexOf(dimension);
    dimensions[i].requireAmount("actual", actual);
    if (!lease.claim(i)) {
      return false;
    }
    long[] corrections = new long[dimensions.length];
    corrections[i] = lease.correction(dimensions, i, actual);
    ledger.correct(corrections);
    return true;
  }

  private int indexOf(String dimension) {
    for (int i = 0; i < dimensions.length; i++) {
      if (dimensions[i].name.equals(dimension)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "dimension must be one of " + available().keySet() + ", was " + dimension);
  }

  /**
   * Draws at once or not at all, for a call made without the retry engine.
   *
   * @param cost what the call costs, zero or more
   * @return the reservation; empty if the call would have to wait, or costs more than a burst holds
   * @throws IllegalArgumentException if {@code cost} is negative
   */
  public Optional<Reservation> tryReserve(long cost) {
    return reservation(draw(request(cost), 0));
  }

  /**
   * Draws, and waits until the call may be made.
   *
   * @param cost what the call costs, zero or more
   * @throws AttemptRefusedException if the wait would be longer than the quota's longest one, or the call costs more than
   *     a burst holds; nothing is drawn
   * @throws InterruptedException if the thread is or gets interrupted while it waits; everything is given back
   * @throws IllegalArgumentException if {@code cost} is negative
   */
  public Reservation reserve(long cost) throws InterruptedException {
    Admission admission = draw(request(cost), maxWaitNanos);
    Reservation reservation = reservation(admission).orElseThrow(() -> refusal(admission, null));
    boolean waited = admission.waitNanos() == 0;
    try {
      if (!waited) {
        timebase.sleep(admission.waitNanos());
        waited = true;
      }
    } finally {
      if (!waited) {
        reservation.release();
      }
    }
    return reservation;
  }

  private AdmissionRequest request(long cost) {
    return AdmissionRequest.first(name, cost, Nanos.FOREVER);
  }

  private Optional<Reservation> reservation(Admission admission) {
    return admission.lease() instanceof QuotaLease lease
        ? Optional.of(new Reservation(this, lease))
        : Optional.empty();
  }

  /**
   * Returns how many units of each dimension could be drawn at this moment, by name, in the order of the builder; below
   * zero where calls wait or a debt is being paid. For dashboards: it may be out of date when it arrives.
   */
  public Map<String, Long> available() {
    Levels now = ledger.now();
    Map<String, Long> available = new LinkedHashMap<>();
    for (int i = 0; i < dimensions.length; i++) {
      available.put(dimensions[i].name, now.available(dimensions, i));
    }
    return Collections.unmodifiableMap(available);
  }

  @Override
  public String toString() {
    return name + ": " + Arrays.toString(dimensions);
  }
}
