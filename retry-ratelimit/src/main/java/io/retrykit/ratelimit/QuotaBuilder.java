package io.retrykit.ratelimit;

import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Builds a {@link Quota}. The order of calls does not matter, save that dimensions are listed, and blamed, in the order they
 * were given. Not safe for use by several threads.
 */
public final class QuotaBuilder {
  private static final int MOST_DIMENSIONS = 16;

  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, Long> bursts = new LinkedHashMap<>();
  private final Map<String, Boolean> refunds = new LinkedHashMap<>();
  private final List<Settlement<?>> settlements = new ArrayList<>();
  private String name = "quota";
  private long maxWaitNanos = Duration.ofMinutes(5).toNanos();
  private Timebase timebase = Timebase.system();

  QuotaBuilder() {}

  private record Draft(long limit, Duration per, ToLongFunction<AdmissionRequest> estimate) {}

  /** Sets the name for messages, events and logs; {@code quota} by default. */
  public QuotaBuilder name(String newName) {
    this.name = Objects.requireNonNull(newName, "name");
    return this;
  }

  /**
   * Adds the dimension {@link Quota#REQUESTS}: every attempt draws 1.
   *
   * @param limit how many a minute, 1 or more
   */
  public QuotaBuilder requestsPerMinute(long limit) {
    return dimension(Quota.REQUESTS, limit, Duration.ofMinutes(1), request -> 1);
  }

  /**
   * Adds the dimension {@link Quota#TOKENS}: an attempt draws its {@link AdmissionRequest#cost}, and gets it back when
   * the server has throttled it.
   *
   * @param limit how many a minute, 1 or more
   */
  public QuotaBuilder tokensPerMinute(long limit) {
    return dimension(Quota.TOKENS, limit, Duration.ofMinutes(1), AdmissionRequest::cost);
  }

  /**
   * Adds a dimension.
   *
   * @param dimension its name
   * @param limit how much in {@code per}, from 1 to one a nanosecond
   * @param per the period, longer than zero
   * @param estimate what an attempt is expected to draw, zero or more; it must be quick and must not block. One that
   *     throws, or gives less than zero, makes the quota refuse
   * @throws IllegalArgumentException if a number is out of range, or the name is taken
   */
  public QuotaBuilder dimension(
      String dimension, long limit, Duration per, ToLongFunction<AdmissionRequest> estimate) {
    Objects.requireNonNull(dimension, "dimension");
    Objects.requireNonNull(estimate, "estimate");
    long nanos = Nanos.of("per", per);
    if (nanos == 0) {
      throw new IllegalArgumentException("per must be longer than zero, was " + per);
    }
    if (limit < 1 || limit > nanos) {
      throw new IllegalArgumentException("limit of " + dimension
          + " must be between 1 and one a nanosecond, was " + limit + " per " + per);
    }
    if (drafts.size() == MOST_DIMENSIONS) {
      throw new IllegalArgumentException("a quota has at most " + MOST_DIMENSIONS + " dimensions, "
          + dimension + " would be one more");
    }
    Draft draft = new Draft(limit, Duration.ofNanos(nanos), estimate);
    if (drafts.putIfAbsent(dimension, draft) != null) {
      throw new IllegalArgumentException("dimension must be new, was given before: " + dimension);
    }
    return this;
  }

  /**
   * Sets how much of a dimension may be drawn at one moment after a quiet time, and so also the most that one attempt
   * may draw; the dimension's limit by default. Less makes for smoother use: with a burst of 1, requests are evenly
   * spaced.
   *
   * @param dimension the dimension's name
   * @param burst 1 or more
   * @throws IllegalArgumentException if {@code burst} is less
   */
  public QuotaBuilder burst(String dimension, long burst) {
    if (burst < 1) {
      throw new IllegalArgumentException(
          "burst of " + dimension + " must be 1 or more, was " + burst);
    }
    bursts.put(dimension, burst);
    return this;
  }

  /**
   * Sets whether a failure that the policy judges as throttled gives a dimension's estimate back. By default tokens are
   * given back, since the server turned the call away before it did the work, and nothing else is: the request itself
   * has been counted.
   *
   * @param dimension the dimension's name
   */
  public QuotaBuilder refundWhenThrottled(String dimension, boolean refund) {
    refunds.put(dimension, refund);
    return this;
  }

  /**
   * Reads a dimension's true figure from a result, to put it in the estimate's place. Of several for one dimension the
   * first one whose type fits is used; where none fits, the estimate stands.
   *
   * @param dimension the dimension's name
   * @param resultType the results it can be read from
   * @param actual reads the figure, zero or more. One that throws, or gives less than zero, leaves the estimate as it is
   */
  public <R> QuotaBuilder settle(
      String dimension, Class<R> resultType, ToLongFunction<? super R> actual) {
    settlements.add(new Settlement<>(
        Objects.requireNonNull(dimension, "dimension"),
        Objects.requireNonNull(resultType, "resultType"),
        Objects.requireNonNull(actual, "actual")));
    return this;
  }

  /**
   * Sets how long an attempt may be made to wait; 5 minutes by default. A call's deadline shortens it.
   *
   * @param maxWait zero or more; more than 365 days counts as that
   */
  public QuotaBuilder maxWait(Duration maxWait) {
    this.maxWaitNanos = Math.min(Nanos.of("maxWait", maxWait), Dimension.LONGEST.toNanos());
    return this;
  }

  /** Sets where time comes from; {@link Timebase#system()} by default. */
  public QuotaBuilder timebase(Timebase newTimebase) {
    this.timebase = Objects.requireNonNull(newTimebase, "timebase");
    return this;
  }

  /**
   * Returns the quota, its bursts full.
   *
   * @throws IllegalArgumentException if there is no dimension, a setting is for one there is not, or a burst would take
   *     longer than 365 days to fill
   */
  public Quota build() {
    if (drafts.isEmpty()) {
      throw new IllegalArgumentException(
          "a quota must have a dimension: requestsPerMinute, tokensPerMinute or dimension");
    }
    bursts.keySet().forEach(dimension -> requireKnown("burst", dimension));
    refunds.keySet().forEach(dimension -> requireKnown("refundWhenThrottled", dimension));
    settlements.forEach(settlement -> requireKnown("settle", settlement.dimension()));
    List<Dimension> dimensions = new ArrayList<>();
    drafts.forEach((dimension, draft) -> dimensions.add(new Dimension(
        dimension,
        draft.limit,
        draft.per,
        bursts.getOrDefault(dimension, draft.limit),
        draft.estimate,
        refunds.getOrDefault(dimension, dimension.equals(Quota.TOKENS)))));
    return new Quota(name, dimensions, settlements, maxWaitNanos, timebase);
  }

  private void requireKnown(String setting, String dimension) {
    if (!drafts.containsKey(dimension)) {
      throw new IllegalArgumentException(
          setting + " must name one of " + drafts.keySet() + ", was " + dimension);
    }
  }
}
