package io.retrykit.async.wheel;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Schedules, cancels and turns: each schedule ends in one fire, or one cancel that says so, or its entry waits. Answers
 * are not compared: a turn fires one entry after the other, and others come between.
 */
@Tag("stress")
@Param(name = "thread", gen = ThreadIdGen.class)
public class WheelRaceTest {
  private static final long LATER = 100 * HandWheel.TICK;

  private final HandWheel hand = new HandWheel(Long.MAX_VALUE - 1_000_000);
  private final Counted shared = new Counted();
  private final Counted[] own = new Counted[8];

  /** One that all share is due, and so is one of each thread's own. */
  public WheelRaceTest() {
    shared.scheduled(hand.wheel, 0, 0);
    for (int i = 0; i < own.length; i++) {
      own[i] = new Counted();
      own[i].scheduled(hand.wheel, i, 0);
    }
  }

  @Operation
  public void scheduleOwn(@Param(name = "thread") int thread) {
    own[thread].scheduled(hand.wheel, thread, 0);
  }

  @Operation
  public void scheduleOwnLater(@Param(name = "thread") int thread) {
    own[thread].scheduled(hand.wheel, thread, LATER);
  }

  @Operation
  public void scheduleShared(@Param(name = "thread") int thread) {
    shared.scheduled(hand.wheel, thread, LATER);
  }

  @Operation
  public void cancelOwn(@Param(name = "thread") int thread) {
    own[thread].cancelled(hand.wheel, thread);
  }

  @Operation
  public void cancelShared(@Param(name = "thread") int thread) {
    shared.cancelled(hand.wheel, thread);
  }

  /** As the one thread of the timer does. */
  @Operation(nonParallelGroup = "timer")
  public void turn() {
    hand.wheel.turn();
  }

  @Operation(nonParallelGroup = "timer")
  public void turnLater() {
    hand.turnAfter(2 * LATER);
  }

  @Validate
  public void everySchedule_endsOnce() {
    int waiting = shared.left();
    for (Counted each : own) {
      waiting += each.left();
    }
    Races.require(waiting == hand.wheel.size(), "lost, or there twice: " + waiting);
  }

  @Test
  void everySchedule_whateverRaces_endsOnce() {
    Races.check(WheelRaceTest.class);
  }
}
