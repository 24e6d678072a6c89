package io.retrykit.async.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/** The wheel beside a plain map from what waits to when it is due. */
class SlotsPropertiesTest {
  private Slots slots = new Slots();
  private final Map<Node, Long> model = new HashMap<>();
  private final List<Node> pool = new ArrayList<>();

  @BeforeTry
  void startAnew() {
    slots = new Slots();
    model.clear();
    pool.clear();
  }

  @Property(tries = 2_000)
  void whatWaits_isDueAtItsVeryTick_inOrder_once(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 300) int steps) {
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> add(random);
        case 2 -> remove(random);
        default -> advance(random);
      }
      assertThat(slots.isEmpty()).isEqualTo(model.isEmpty());
      long earliest = model.values().stream().mapToLong(Long::longValue).min().orElse(Slots.NEVER);
      assertThat(slots.next()).isLessThanOrEqualTo(earliest);
      assertThat(slots.next() == Slots.NEVER).isEqualTo(model.isEmpty());
    }
    drain(1L << 47);
    assertThat(model).isEmpty();
  }

  private void add(Random random) {
    Node node =
        pool.isEmpty() || random.nextBoolean() ? new Node() : pool.get(random.nextInt(pool.size()));
    if (model.containsKey(node)) {
      return;
    }
    // any number of digits: the next tick, and centuries ahead
    long ahead = random.nextLong() >>> (20 + random.nextInt(44));
    long tick = Math.max(0, slots.now() + ahead - random.nextInt(3));
    slots.add(node, tick);
    model.put(node, Math.max(tick, slots.now()));
    pool.add(node);
  }

  private void remove(Random random) {
    if (!pool.isEmpty()) {
      Node node = pool.get(random.nextInt(pool.size()));
      assertThat(slots.remove(node)).isEqualTo(model.remove(node) != null);
      assertThat(node.previous()).isNull();
      assertThat(node.next()).isNull();
    }
  }

  private void advance(Random random) {
    drain(slots.now() + (random.nextLong() >>> (32 + random.nextInt(32))));
  }

  private void drain(long to) {
    long last = slots.now();
    for (Waiting due = slots.poll(to); due != null; due = slots.poll(to)) {
      Long tick = model.remove((Node) due);
      assertThat(tick).as("fired once").isNotNull();
      assertThat(slots.now()).as("at its very tick").isEqualTo(tick).isGreaterThanOrEqualTo(last);
      assertThat(due.previous()).isNull();
      last = slots.now();
    }
    assertThat(slots.now()).isEqualTo(Math.max(last, to));
    assertThat(model.values()).allMatch(tick -> tick > to);
  }
}
