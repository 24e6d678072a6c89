package io.retrykit.loop;

import io.retrykit.failure.RetryHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The failures of one call: the first one and the newest, each instance once. Belongs to one call at a time. */
final class FailureLog {
  /** One more than is kept in the end: the last one is thrown. */
  private static final int RING = RetryHistory.NEWEST + 1;

  private int total; // attempts that failed, those that returned an unacceptable result included
  private int kept; // failures recorded after the first one
  private @Nullable Throwable first;

  /** A ring, grown once: the n-th failure after the first one is at (n - 1) % length. */
  private @Nullable Throwable @Nullable [] newest;

  void add(@Nullable Throwable failure) {
    total++;
    if (failure == null) {
      return;
    }
    if (first == null) {
      first = failure;
      return;
    }
    if (newest == null) {
      newest = new @Nullable Throwable[2]; // most calls that fail do so twice or so
    } else if (kept == newest.length && kept < RING) {
      newest = Arrays.copyOf(newest, RING);
    }
    newest[kept % newest.length] = failure;
    kept++;
  }

  int total() {
    return total;
  }

  /** Returns the failures kept, oldest first, each instance once, without one of them. */
  List<Throwable> without(@Nullable Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> failures = new ArrayList<>();
    if (thrown != null) {
      seen.add(thrown);
    }
    if (first != null && seen.add(first)) {
      failures.add(first);
    }
    if (newest != null) {
      for (int i = Math.max(0, kept - newest.length); i < kept; i++) {
        Throwable next = newest[i % newest.length];
        if (next != null && seen.add(next)) {
          failures.add(next);
        }
      }
    }
    int most = RetryHistory.NEWEST + 1;
    while (failures.size() > most) {
      failures.remove(1); // the oldest after the first
    }
    return failures;
  }

  /** Attaches what went before to the failure a call ends with, once. */
  void attachTo(Throwable thrown) {
    attachTo(thrown, thrown);
  }

  /** Attaches what went before, without the failure that the thrown one already carries as its cause. */
  void attachTo(Throwable thrown, @Nullable Throwable carried) {
    if (total < 2 && first == carried) {
      return;
    }
    List<Throwable> earlier = without(carried);
    if (earlier.isEmpty()) {
      return;
    }
    int before = Math.max(earlier.size(), total - (last() == carried ? 1 : 0));
    synchronized (
        thrown) { // a shared exception instance must not collect one from each of two threads
      for (Throwable suppressed : thrown.getSuppressed()) {
        if (suppressed instanceof RetryHistory) {
          return;
        }
      }
      thrown.addSuppressed(new RetryHistory(before, earlier));
    }
  }

  private @Nullable Throwable last() {
    return newest == null ? first : newest[(kept - 1) % newest.length];
  }
}
