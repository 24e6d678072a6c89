package io.retrykit.guard;

import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a registry, and which of them go. Keys come and go under one lock, which covers arithmetic and no code of
 * anybody else's; finding one takes no lock.
 *
 * <p>Every use that is worth telling from the others takes the next number as its mark. One is not, if the key's mark is
 * among the {@code slack} newest: so the keys that are always in use write nothing. Of n keys, the one with the
 * lowest mark was used before at least n - 1 - slack others.
 */
final class Slots<V> {
  private static final int PARTS = 16;

  private final ConcurrentHashMap<String, Slot<V>> byKey = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Slot<V>> nextToGo =
      new ArrayDeque<>(); // those with the lowest marks, in order
  private final AtomicLong marks = new AtomicLong(); // by itself, away from what every hit reads
  private final Timebase timebase;
  private final int maxKeys;
  private final int slack;
  private final long idle;
  private volatile long sweptNanos;

  Slots(KeyLimits limits) {
    this.timebase = limits.timebase();
    this.maxKeys = limits.maxKeys();
    this.slack = maxKeys / PARTS;
    this.idle = Nanos.of("idle", limits.idle());
    this.sweptNanos = timebase.nanos();
  }

  @Nullable
  Slot<V> find(String key) {
    return byKey.get(key);
  }

  Collection<Slot<V>> all() {
    return byKey.values();
  }

  /** A key that has a value was asked for. */
  void used(Slot<V> slot) {
    if (!slot.used) {
      slot.used = true;
    }
    if (marks.get() - slot.mark > slack) {
      slot.mark = marks.incrementAndGet();
    }
  }

  /** Returns the slot of a key, a new one if there is none, after making room for it. */
  Slot<V> findOrClaim(String key) {
    long now = timebase.nanos(); // read outside the lock: the clock may be anybody's
    lock.lock();
    try {
      Slot<V> known = byKey.get(key);
      if (known != null) {
        return known;
      }
      if (isDue(now)) {
        sweep(now);
      }
      makeRoom(maxKeys - 1);
      Slot<V> added = new Slot<>(key, marks.incrementAndGet(), now);
      byKey.put(key, added);
      return added;
    } finally {
      lock.unlock();
    }
  }

  void remove(Slot<V> slot) {
    lock.lock();
    try {
      byKey.remove(slot.key(), slot);
    } finally {
      lock.unlock();
    }
  }

  /** The value has been made, which counts as a use; drops what is too much now, if several were made at once. */
  void settle(Slot<V> slot) {
    long now = timebase.nanos();
    lock.lock();
    try {
      slot.seenNanos = now;
      slot.mark = marks.incrementAndGet();
      makeRoom(maxKeys);
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom(int most) {
    while (byKey.size() > most) {
      Slot<V> leaving = leastRecentlyUsed();
      if (leaving == null) {
        return; // all others are being made, and a key must not get a second value meanwhile
      }
      byKey.remove(leaving.key(), leaving);
    }
  }

  private @Nullable Slot<V> leastRecentlyUsed() {
    Slot<V> found = nextListed();
    if (found == null) {
      list();
      found = nextListed();
    }
    return found;
  }

  /** Returns the first of the list that has not been used since it was put there: none has a lower mark. */
  private @Nullable Slot<V> nextListed() {
    for (Slot<V> next = nextToGo.poll(); next != null; next = nextToGo.poll()) {
      if (next.mark == next.listedMark && byKey.get(next.key()) == next) {
        return next;
      }
    }
    return null;
  }

  /** Lists the least recently used sixteenth: a look at all keys for every so many that go. */
  private void list() {
    List<Slot<V>> made = new ArrayList<>(byKey.size());
    for (Slot<V> slot : byKey.values()) {
      if (slot.value() != null) {
        slot.listedMark = slot.mark; // sorted by a copy: marks move meanwhile
        made.add(slot);
      }
    }
    made.sort(Comparator.comparingLong(slot -> slot.listedMark));
    nextToGo.addAll(made.subList(0, Math.min(made.size(), Math.max(1, maxKeys / PARTS))));
  }

  void sweepIfDue() {
    long now = timebase.nanos();
    if (isDue(now) && lock.tryLock()) {
      try {
        if (isDue(now)) {
          sweep(now);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean isDue(long now) {
    return now - sweptNanos >= idle / 4;
  }

  /** Looks at all keys: each was used since the last few looks, or is dropped by one of the next, so it pays for them. */
  private void sweep(long now) {
    sweptNanos = now;
    for (Slot<V> slot : byKey.values()) {
      if (slot.used) {
        slot.used = false;
        slot.seenNanos = now; // used at some time before, nobody knows when
      } else if (now - slot.seenNanos >= idle && slot.value() != null) {
        byKey.remove(slot.key(), slot);
      }
    }
    nextToGo.removeIf(slot -> byKey.get(slot.key()) != slot); // or it would keep their values alive
  }
}
