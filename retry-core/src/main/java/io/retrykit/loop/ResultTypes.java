package io.retrykit.loop;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Which results no classifier has an opinion on, by their class. The first few such classes are remembered, weakly, so
 * that calls whose results are of a few types pay a comparison for the classifiers that look at others. Safe for use by
 * many threads: what is remembered is found out again where a thread does not see it.
 */
public final class ResultTypes {
  private static final int MOST = 4;

  private final Judge judge;
  private @Nullable Known ignored;

  private ResultTypes(Judge judge) {
    this.judge = judge;
  }

  /** Returns those of one plan; null if it judges no results, or what the user wrote looks at all of them. */
  public static @Nullable ResultTypes of(Plan plan) {
    return plan.judge.judgesResults() && !plan.judge.judgesEveryResult()
        ? new ResultTypes(plan.judge)
        : null;
  }

  private static final class Known extends WeakReference<Class<?>> {
    final @Nullable Known next;

    Known(Class<?> type, @Nullable Known next) {
      super(type);
      this.next = next;
    }
  }

  /** Tells whether a result need not be shown to any classifier. */
  public boolean ignores(@Nullable Object result) {
    Class<?> type = result == null ? Void.class : result.getClass();
    Known first = ignored;
    return (first != null && first.refersTo(type)) || search(type, first);
  }

  private boolean search(Class<?> type, @Nullable Known first) {
    int seen = 0;
    for (Known known = first; known != null; known = known.next) {
      if (known.refersTo(type)) {
        return true;
      }
      seen++;
    }
    return ask(type, first, seen);
  }

  private boolean ask(Class<?> type, @Nullable Known first, int seen) {
    try {
      if (judge.judges(type)) {
        return false;
      }
    } catch (Throwable broken) { // a class that it misses included
      return false; // it is asked about the result itself then, where what it throws is seen to
    }
    if (seen < MOST) { // not without end: results of many types would allocate for ever
      ignored = new Known(type, first);
    } else if (first != null && anyGone(first)) {
      ignored = new Known(type, null);
    }
    return true;
  }

  private static boolean anyGone(Known first) {
    for (Known known = first; known != null; known = known.next) {
      if (known.get() == null) {
        return true;
      }
    }
    return false;
  }
}
