package io.retrykit.loop;

import io.retrykit.failure.RetryHistory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The failures of one call: the first one and the newest, each instance once. Belongs to one call at a time. */
final class FailureLog {
  private int total; // attempts that failed, those that returned an unacceptable result included
  private @Nullable Throwable first;
  private @Nullable Throwable latest; // kept apart: a call that fails twice needs no array

  /** What came between them, a ring: the n-th is at (n - 1) % length. */
  private @Nullable Throwable @Nullable [] between;

  private int passed; // how many have gone into the ring
  int beside; // attempts that were made, and have come to nothing that is kept here
  boolean reported; // to the budget: the one that comes next

  void add(@Nullable Throwable failure) {
    total++;
    if (failure == null) {
      return;
    }
    if (first == null) {
      first = failure;
      return;
    }
    if (latest != null) {
      if (between == null) {
        between = new @Nullable Throwable[RetryHistory.NEWEST];
      }
      between[passed++ % between.length] = latest;
    }
    latest = failure;
  }

  boolean takeUnreported() {
    boolean unreported = !reported;
    reported = false;
    return unreported;
  }

  int total() {
    return total;
  }

  /**
   * Returns the failures kept, oldest first, each instance once, without the one that is thrown, and without those it
   * hangs on already, as a cause or suppressed: hung on it in turn they would make a circle.
   */
  List<Throwable> without(@Nullable Throwable thrown) {
    List<Throwable> failures = new ArrayList<>();
    keep(failures, first, thrown);
    if (between != null) {
      for (int i = Math.max(0, passed - between.length); i < passed; i++) {
        keep(failures, between[i % between.length], thrown);
      }
    }
    keep(failures, latest, thrown);
    int most = RetryHistory.NEWEST + 1;
    while (failures.size() > most) {
      failures.remove(1); // the oldest after the first
    }
    return failures;
  }

  private static void keep(
      List<Throwable> failures, @Nullable Throwable next, @Nullable Throwable thrown) {
    if (next == null || next == thrown) {
      return;
    }
    for (Throwable kept : failures) {
      if (kept == next) {
        return;
      }
    }
    if (!holds(next, thrown)) {
      failures.add(next);
    }
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
    // locked, so that a shared exception instance does not collect one from each of two threads
    synchronized (thrown) {
      for (Throwable suppressed : thrown.getSuppressed()) {
        if (suppressed instanceof RetryHistory) {
          return;
        }
      }
      thrown.addSuppressed(new RetryHistory(before, earlier));
    }
  }

  private static boolean holds(Throwable holder, @Nullable Throwable held) {
    if (holder.getCause() == null && holder.getSuppressed().length == 0) {
      return holder == held; // the usual case, and the calls that end badly are many when it counts
    }
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>(List.of(holder));
    while (held != null && !open.isEmpty()) {
      Throwable next = open.pop();
      if (next == held) {
        return true;
      }
      if (seen.add(next)) {
        Optional.ofNullable(next.getCause()).ifPresent(open::push);
        open.addAll(List.of(next.getSuppressed()));
      }
    }
    return false;
  }

  /** Returns the newest failure; null if no attempt threw. */
  @Nullable
  Throwable last() {
    return latest == null ? first : latest;
  }
}
