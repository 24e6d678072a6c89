package io.retrykit.async.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.testing.AllocatedBytes;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

/**
 * What waiting costs in memory. Sizes are calculated for a 64-bit JVM with compressed pointers, as below 32 GB of heap.
 */
class WheelFootprintTest {
  private static final Layouter LAYOUT = new HotSpotLayouter(new Model64(true, true, 8), 17);
  private static final int MANY = 1_000_000;

  private final HandWheel hand = new HandWheel(0);

  /** Returns the size of an object that holds the fields of an entry, headers and padding included. */
  private static long sizeOf(Object object) {
    return LAYOUT.layout(ClassData.parseInstance(object)).instanceSize();
  }

  /** Returns the size of all that is in the slots and is not an entry. */
  private static long ownSize(Slots slots) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(slots));
    long size = 0;
    while (!open.isEmpty()) {
      Object each = open.remove();
      if (each instanceof Waiting || !seen.add(each)) {
        continue;
      }
      size += sizeOf(each);
      for (Field field : each.getClass().getDeclaredFields()) {
        field.setAccessible(true);
        Object held = field.getType().isPrimitive() ? null : field.get(each);
        if (held != null) {
          open.add(held);
        }
      }
    }
    assertThat(seen).as("itself, its slots, its bitmaps").hasSize(3);
    return size;
  }

  @Test
  void entry_besideAMillion_takes48BytesOfTheTimersAtMost() throws Exception {
    Slots slots = new Slots();
    Random random = new Random(1);
    for (int i = 0; i < MANY; i++) {
      slots.add(new Entry(), random.nextLong(1L << 43));
    }

    assertThat(slots.size()).isEqualTo(MANY);
    assertThat(ownSize(slots)).isLessThanOrEqualTo(2_300);
    // the fields of an entry are all it has: 32 bytes with its header, which its owner would have
    // anyway
    assertThat(sizeOf(new Entry()) + (double) ownSize(slots) / MANY).isLessThan(33);
    assertThat(sizeOf(new Entry()) - sizeOf(new Object())).isEqualTo(16);
  }

  @Test
  void scheduleAndCancel_allocateNothing() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      entries.add(new Entry());
      hand.wheel.schedule(entries.get(i), TimeUnit.MILLISECONDS.toNanos(i));
    }
    Runnable again = () -> {
      for (int i = 0; i < 100; i++) {
        hand.wheel.cancel(entries.get(i));
        hand.wheel.schedule(entries.get(i), TimeUnit.MILLISECONDS.toNanos(i));
      }
    };

    assertThat(new AllocatedBytes().fewestIn(1_000, again)).isLessThan(1_000);
  }
}
