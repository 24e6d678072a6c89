package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.time.Nanos;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all subscriptions of one stream share.
 *
 * @param source begins a first attempt, and each one before the first element
 * @param resume makes what goes on in the middle, for each subscription; null if nobody can
 * @param end knows the element a whole stream has; null if any end is one
 * @param gapNanos how long an attempt may send nothing between elements
 */
record StreamPlan<T>(
    Route route,
    Function<@Nullable Attempt, ? extends Flow.Publisher<T>> source,
    boolean numbered,
    @Nullable Supplier<Resumption<T>> resume,
    @Nullable Predicate<? super T> end,
    long gapNanos) {

  static <T> StreamPlan<T> of(
      Route route,
      Function<@Nullable Attempt, ? extends Flow.Publisher<T>> source,
      boolean numbered) {
    if (route.engine().hedging != null) {
      throw new IllegalStateException(
          "a retry that hedges makes no streams: use one without withHedge, of the policy "
              + route.engine().policy().name());
    }
    Route whole = new Route(route.engine().withoutResults(), route.request());
    return new StreamPlan<>(whole, source, numbered, null, null, Nanos.FOREVER);
  }

  StreamPlan<T> with(Supplier<Resumption<T>> other) {
    return new StreamPlan<>(route, source, numbered, other, end, gapNanos);
  }

  StreamPlan<T> with(Predicate<? super T> other) {
    return new StreamPlan<>(route, source, numbered, resume, other, gapNanos);
  }

  StreamPlan<T> with(long nanos) {
    return new StreamPlan<>(route, source, numbered, resume, end, nanos);
  }

  boolean limitsGaps() {
    return gapNanos != Nanos.FOREVER;
  }

  /** Tells whether anybody looks at the clock. */
  boolean timed() {
    return limitsGaps() || route.engine().limited;
  }

  long nanos() {
    return route.engine().policy().timebase().nanos();
  }
}
