package io.retrykit.async;

import io.retrykit.loop.Hedges;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of a {@link Volley} that have begun. Safe for use by many threads. */
final class Shots<T extends @Nullable Object> {
  private final List<Shot<T>> begun = new ArrayList<>(2);
  private final List<Shot<T>> stopped = new ArrayList<>(0); // and not cancelled yet

  /** Takes one in that is about to begin, unless all is over. Tells whether it has. */
  synchronized boolean add(Shot<T> shot, VolleyCount count) {
    return !count.isOver() && begun.add(shot);
  }

  synchronized int size() {
    return begun.size();
  }

  synchronized Shot<T> first() {
    return begun.get(0);
  }

  /** Stops those that are under way; what they come to is nobody's from now on. They hear of it by {@link #cancel}. */
  synchronized void stop() {
    for (Shot<T> shot : begun) {
      if (shot.stop()) {
        stopped.add(shot);
      }
    }
  }

  private synchronized List<Shot<T>> takeStopped() {
    stop();
    List<Shot<T>> taken = List.copyOf(stopped);
    stopped.clear();
    return taken;
  }

  /**
   * Nobody wants those that are under way, or were when they were stopped.
   *
   * @param overdue what the one that has been under way the longest has failed with; null if none has failed by that
   */
  void cancel(Hedges hedges, boolean mayInterrupt, @Nullable Throwable overdue) {
    @Nullable Throwable failure = overdue;
    for (Shot<T> shot : takeStopped()) {
      shot.cancel(mayInterrupt);
      if (failure == null) {
        hedges.abandoned(shot.granted);
      } else {
        hedges.overdue(shot.granted, failure, shot.started);
        failure = null;
      }
    }
  }
}
