package io.retrykit.loop;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Which results no classifier has an opinion on, by their class. The first such class is remembered, weakly, so that a
 * call whose results are always of one type pays a comparison for the classifiers that look at others. Safe for use by
 * many threads: what is remembered is found out again where a thread does not see it.
 */
final class ResultTypes {
  private final Judge judge;
  private @Nullable WeakReference<Class<?>> ignored;

  ResultTypes(Judge judge) {
    this.judge = judge;
  }

  /** Tells whether a result need not be shown to any classifier. */
  boolean ignores(@Nullable Object result) {
    Class<?> type = result == null ? Void.class : result.getClass();
    WeakReference<Class<?>> known = ignored;
    return (known != null && known.get() == type) || ask(type, known);
  }

  private boolean ask(Class<?> type, @Nullable WeakReference<Class<?>> known) {
    try {
      if (judge.judges(type)) {
        return false;
      }
    } catch (RuntimeException broken) {
      return false; // it is asked about the result itself then, where what it throws is seen to
    }
    if (known == null
        || known.get() == null) { // not each time: results of two types would allocate for ever
      ignored = new WeakReference<>(type);
    }
    return true;
  }
}
