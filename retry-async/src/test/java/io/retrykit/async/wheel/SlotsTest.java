package io.retrykit.async.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A slot with more entries than are moved at one go. */
class SlotsTest {
  private static final int MANY = 5 * Slots.MOST_MOVES;

  private final Slots slots = new Slots();
  private final List<Entry> entries = new ArrayList<>();

  private void fill() {
    for (int i = 0; i < MANY; i++) {
      entries.add(new Entry());
      slots.add(entries.get(i), 64 + i % 64);
    }
  }

  private int pollAll(long tick) {
    int polled = 0;
    while (slots.next() <= tick) {
      if (slots.poll(tick) != null) {
        polled++;
      }
    }
    return polled;
  }

  @Test
  void poll_ofALargeSlot_stopsInBetween_andFiresNothingBeforeAllIsMoved() {
    fill();

    assertThat(slots.poll(127)).isNull();
    assertThat(slots.next()).isEqualTo(64);
    assertThat(pollAll(127)).isEqualTo(MANY);
  }

  @Test
  void remove_whileASlotIsMoved_losesNothingElse() {
    fill();
    assertThat(slots.poll(127)).isNull();

    Collections.shuffle(entries, new Random(1));
    for (Entry entry : entries.subList(0, MANY - 10)) {
      assertThat(slots.remove(entry)).isTrue();
    }
    assertThat(slots.size()).isEqualTo(10);
    assertThat(pollAll(127)).isEqualTo(10);
    assertThat(slots.next()).isEqualTo(Slots.NEVER);
  }
}
