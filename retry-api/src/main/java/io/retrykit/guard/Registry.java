package io.retrykit.guard;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values by key (host, model id, tenant), each made when its key is first asked for. Bounded: keys that nobody asks for
 * are dropped after a while, and the least recently used one makes room when there are too many. Safe for use by many
 * threads.
 *
 * <p>A key has one value at a time, however many threads ask for it first: one of them makes it, the others wait for it.
 * The maker runs with no lock held; it may ask for other keys, though not in a circle. Whoever holds a value may go on
 * using it after it was dropped.
 *
 * <p><b>Finding a key that is there</b> takes no lock, allocates nothing and, but for one time in about a thousand,
 * reads no clock: a hash lookup, and a mark that it was used, which is written at most once between two looks for idle
 * keys. <b>Idle keys</b> are looked for whenever a key is new and on those rare occasions, at most four times in the
 * idle time; there is no thread for it. A key is never dropped sooner than the idle time after its last use, and, while
 * the registry is busy, not much later than one and a half times that. Asked for before anybody has looked, it still
 * has its value: dropping keys saves memory, it is not a promise to forget. <b>When full</b>, the least recently used key goes. To keep
 * threads from writing to one place, uses are told apart only up to a sixteenth of {@link KeyLimits#maxKeys}, so that
 * in a registry of 16 keys or more it is one of the least recently used sixteenth. The work done for each new key
 * is constant, averaged over many.
 */
public final class Registry<V> {
  /** How seldom a hit looks at the clock: one time in as many, on average. A power of two. */
  static final int HITS_PER_LOOK = 1024;

  private final Function<String, ? extends V> maker;
  private final Slots<V> slots;

  private Registry(Function<String, ? extends V> maker, KeyLimits limits) {
    this.maker = Objects.requireNonNull(maker, "maker");
    this.slots = new Slots<>(limits);
  }

  /**
   * Makes an empty registry.
   *
   * @param maker makes the value of a key, never null. What it throws reaches whoever asked, and the next one to ask
   *     has it tried again
   */
  public static <V> Registry<V> of(Function<String, ? extends V> maker, KeyLimits limits) {
    return new Registry<>(maker, limits);
  }

  /**
   * Returns the value of a key, making it if there is none.
   *
   * @throws IllegalStateException if the maker, on this very thread, asks for the key it is making
   */
  public V get(String key) {
    Slot<V> slot = slots.find(key);
    if (slot != null) {
      V value = slot.value();
      if (value != null) {
        slots.used(slot);
        if ((ThreadLocalRandom.current().nextInt() & (HITS_PER_LOOK - 1)) == 0) {
          slots.sweepIfDue();
        }
        return value;
      }
    }
    return getOrMake(key);
  }

  private V getOrMake(String key) {
    for (; ; ) {
      Slot<V> slot = slots.findOrClaim(key);
      if (slot.claim()) {
        return make(slot);
      }
      V value = slot.await();
      if (value != null) {
        slots.used(slot);
        return value;
      }
    }
  }

  private V make(Slot<V> slot) {
    V made = null;
    try {
      made = Objects.requireNonNull(
          maker.apply(slot.key()), () -> "maker returned null for " + slot.key());
      return made;
    } finally {
      if (made == null) {
        slots.remove(slot); // before anybody who waits is let go, to try for himself
      }
      slot.made(made);
      slots.settle(slot);
    }
  }

  /** Returns the value of a key if there is one; null otherwise. Does not count as a use. */
  public @Nullable V find(String key) {
    Slot<V> slot = slots.find(key);
    return slot == null ? null : slot.value();
  }

  /** Returns the keys that have a value; a snapshot. */
  public Set<String> keys() {
    return slots.all().stream()
        .filter(slot -> slot.value() != null)
        .map(Slot::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String toString() {
    return "registry of " + slots.all().size() + " keys";
  }
}
