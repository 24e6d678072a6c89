package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each thread of a program holds; a thread looks at its own alone, so nothing here can race. */
final class Held {
  private static final int THREADS = 8;
  private static final int MOST = 16;

  private final @Nullable Object[] leases = new Object[THREADS * MOST];
  private final int[] counts = new int[THREADS];

  /** Keeps the lease of an answer, if it has one. */
  void keep(int thread, Admission answer) {
    Object lease = answer.lease();
    if (lease != null) {
      leases[thread * MOST + counts[thread]++] = lease;
    }
  }

  /** Returns what the thread got last and has not let go, and lets it go; null if there is nothing. */
  @Nullable
  Object drop(int thread) {
    if (counts[thread] == 0) {
      return null;
    }
    int last = thread * MOST + --counts[thread];
    Object lease = leases[last];
    leases[last] = null;
    return lease;
  }

  /** Returns what all hold. For the end of a program. */
  List<Object> all() {
    List<Object> all = new ArrayList<>();
    for (Object lease : leases) {
      if (lease != null) {
        all.add(lease);
      }
    }
    return all;
  }
}
