package io.retrykit.async.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.time.Nanos;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random course of events on a wheel, and a list beside it that knows when each entry was asked for. */
final class WheelCourse {
  private static final long PROMISED = 2 * HandWheel.TICK;
  private static final long FAR =
      Nanos.FOREVER / 8; // 36 years: a course never comes to the clock's end

  private final Random random;
  private final HandWheel hand;
  private final Map<Entry, Long> asked = new LinkedHashMap<>();
  private final List<Entry> idle = new ArrayList<>();
  private final List<Entry> fired = new ArrayList<>();
  private long sleep;

  WheelCourse(long seed, long start) {
    this.random = new Random(seed);
    this.hand = new HandWheel(start);
  }

  /** Schedules, cancels, or lets time pass. */
  void step() {
    switch (random.nextInt(6)) {
      case 0, 1 -> schedule(delay());
      case 2 -> cancel();
      case 3 -> oversleep(delay() >>> random.nextInt(40));
      case 4 -> pass(delay() >>> random.nextInt(40));
      default -> pass(Math.max(0, sleep)); // as the thread does
    }
    assertThat(hand.wheel.size()).isEqualTo(asked.size());
  }

  /** Schedules many at once, within a few milliseconds of a moment that is some slots away. */
  void crowd(int many) {
    long about = random.nextLong(1L << 40);
    for (int i = 0; i < many; i++) {
      schedule(about + random.nextInt(5_000_000));
    }
  }

  /** Until nothing waits but what never fires. */
  void drain() {
    schedule(Nanos.FOREVER);
    while (asked.values().stream().anyMatch(moment -> moment < FAR)) {
      pass(Math.max(1, sleep));
    }
    for (Entry entry : List.copyOf(asked.keySet())) {
      assertThat(hand.wheel.cancel(entry)).isTrue();
      asked.remove(entry);
    }
    assertThat(hand.wheel.size()).isZero();
    assertThat(hand.turnAfter(HandWheel.IDLE + HandWheel.TICK)).isEqualTo(-1);
  }

  private void schedule(long delay) {
    Entry entry = idle.isEmpty() || random.nextBoolean()
        ? new Noted()
        : idle.remove(random.nextInt(idle.size()));
    hand.wheel.schedule(entry, delay);
    asked.put(entry, Nanos.plus(hand.elapsed(), delay));
    if (random.nextBoolean()) {
      sleep = hand.turnAfter(0);
      look();
    } else { // what comes first shortens the sleep
      sleep = Math.max(0, Math.min(sleep, delay));
    }
  }

  private void cancel() {
    List<Entry> waiting = List.copyOf(asked.keySet());
    if (!waiting.isEmpty()) {
      Entry entry = waiting.get(random.nextInt(waiting.size()));
      assertThat(hand.wheel.cancel(entry)).isTrue();
      asked.remove(entry);
      idle.add(entry);
    }
    for (Entry entry : idle) {
      assertThat(hand.wheel.cancel(entry)).isFalse();
    }
  }

  private void pass(long nanos) {
    if (nanos < 2 * FAR - hand.elapsed()) {
      sleep = hand.turnAfter(nanos);
      look();
    }
  }

  /** The machine lets the thread wait: others see the time before it does. */
  private void oversleep(long nanos) {
    if (nanos < 2 * FAR - hand.elapsed()) {
      hand.move(nanos);
      sleep = 0;
    }
  }

  /** Compares what has fired with the list. */
  private void look() {
    long now = hand.elapsed();
    long before = Long.MIN_VALUE;
    for (Entry entry : fired) {
      Long moment = asked.remove(entry); // exactly once
      assertThat(moment).as("was waiting").isNotNull().as("not early").isLessThanOrEqualTo(now);
      long tick = -Math.floorDiv(-moment, HandWheel.TICK);
      assertThat(tick).as("in order").isGreaterThanOrEqualTo(before);
      before = tick;
    }
    idle.addAll(fired);
    fired.clear();
    long first = asked.values().stream().mapToLong(Long::longValue).min().orElse(Nanos.FOREVER);
    assertThat(Nanos.plus(first, PROMISED)).as("not late").isGreaterThan(now);
    if (!asked.isEmpty()) {
      assertThat(sleep).as("not slept over").isBetween(0L, Nanos.plus(first - now, PROMISED));
    }
  }

  /** From nothing to years: as many bits as come up. */
  private long delay() {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> Nanos.FOREVER - random.nextInt(3);
      case 2 -> HandWheel.TICK * random.nextInt(200);
      default -> random.nextLong() >>> (1 + random.nextInt(62));
    };
  }

  private final class Noted extends Entry {
    @Override
    public void fire() {
      fired.add(this);
    }
  }
}
