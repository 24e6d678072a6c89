package io.retrykit.async;

import io.retrykit.loop.Hedges;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of a {@link Volley} that have begun. Safe for use by many threads. */
final class Shots<T extends @Nullable Object> {
  private final List<Shot<T>> begun = new ArrayList<>(2);

  /** Takes one in that is about to begin, unless all is over. Tells whether it has. */
  synchronized boolean add(Shot<T> shot, VolleyCount count) {
    return !count.isOver() && begun.add(shot);
  }

  synchronized Shot<T> first() {
    return begun.get(0);
  }

  private synchronized List<Shot<T>> all() {
    return List.copyOf(begun);
  }

  /**
   * Nobody wants those that are under way any more.
   *
   * @param overdue what the one that has been under way the longest has failed with; null if none has failed by that
   */
  void stop(Hedges hedges, boolean mayInterrupt, @Nullable Throwable overdue) {
    @Nullable Throwable failure = overdue;
    for (Shot<T> shot : all()) {
      if (!shot.stop(mayInterrupt)) {
        continue;
      }
      if (failure == null) {
        hedges.abandoned(shot.granted);
      } else {
        hedges.overdue(shot.granted, failure, shot.started);
        failure = null;
      }
    }
  }
}
