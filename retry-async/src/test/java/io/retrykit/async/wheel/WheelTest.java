package io.retrykit.async.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** SPEC 23.7: the timer, turned by hand, on a clock that wraps a millisecond after the start. */
class WheelTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final HandWheel hand = new HandWheel(Long.MAX_VALUE - 1_000_000);
  private final List<String> fired = new ArrayList<>();

  private Entry entry(String name) {
    return Entry.of(() -> fired.add(name));
  }

  @Test
  void pause_isNeverShorterThanAsked_andOneTickLongerAtMost() {
    hand.wheel.schedule(entry("one"), SECOND);

    hand.turnAfter(SECOND - 1);
    assertThat(fired).isEmpty();
    hand.turnAfter(HandWheel.TICK);
    assertThat(fired).containsExactly("one");
  }

  @Test
  void sleep_endsWithThePause() {
    hand.wheel.schedule(entry("one"), HandWheel.TICK * 10);

    assertThat(hand.turnAfter(5)).isEqualTo(HandWheel.TICK * 10 - 5);
  }

  @Test
  void zeroDelay_firesAtTheNextTick() {
    hand.move(1);
    hand.wheel.schedule(entry("now"), 0);

    hand.turnAfter(HandWheel.TICK - 1);
    assertThat(fired).containsExactly("now");
  }

  @Test
  void longestDelay_neverFires() {
    hand.wheel.schedule(entry("never"), Long.MAX_VALUE);
    hand.move(SECOND);
    hand.wheel.schedule(entry("never either"), Long.MAX_VALUE);

    assertThat(hand.turnAfter(Long.MAX_VALUE - SECOND)).isNotNegative();
    assertThat(fired).isEmpty();
    assertThat(hand.wheel.size()).isEqualTo(2);
  }

  @Test
  void delayBelowZero_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hand.wheel.schedule(entry("late"), -1))
        .withMessage("delayNanos must be zero or more, was -1");
    assertThat(hand.wheel.size()).isZero();
  }

  @Test
  void entryThatWaits_isRefused_andGoesOnWaiting() {
    Entry twice = entry("once");
    hand.wheel.schedule(twice, HandWheel.TICK * 3);

    assertThatIllegalStateException()
        .isThrownBy(() -> hand.wheel.schedule(twice, 0))
        .withMessageStartingWith("waiting must not wait already, was due at tick 3: ");
    hand.turnAfter(SECOND);
    assertThat(fired).containsExactly("once");
  }

  @Test
  void cancel_ofWhatWaits_freesIt() {
    Entry early = entry("early");
    Entry between = entry("between");
    Entry late = entry("late");
    for (Entry each : List.of(early, between, late)) {
      hand.wheel.schedule(each, SECOND);
    }

    assertThat(hand.wheel.cancel(between)).isTrue();
    assertThat(between.next()).isNull();
    assertThat(between.previous()).isNull();
    assertThat(hand.wheel.size()).isEqualTo(2);
    hand.turnAfter(2 * SECOND);
    assertThat(fired).containsExactlyInAnyOrder("early", "late");
    assertThat(early.next()).isNull();
    assertThat(late.next()).isNull();
  }

  @Test
  void cancel_ofWhatDoesNotWait_saysFalse() {
    Entry entry = entry("once");
    assertThat(hand.wheel.cancel(entry)).isFalse();
    hand.wheel.schedule(entry, 0);
    hand.turnAfter(SECOND);
    assertThat(hand.wheel.cancel(entry)).isFalse();
    hand.wheel.schedule(entry, 0);
    assertThat(hand.wheel.cancel(entry)).isTrue();
    assertThat(hand.wheel.cancel(entry)).isFalse();
  }

  /** Two are due; each cancels the other: who comes first wins. */
  @Test
  void cancel_ofWhatIsDueAndHasNotFired_keepsItFromFiring() {
    List<Entry> both = new ArrayList<>();
    List<Boolean> cancelled = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int other = 1 - i;
      both.add(Entry.of(() -> cancelled.add(hand.wheel.cancel(both.get(other)))));
    }
    both.forEach(each -> hand.wheel.schedule(each, SECOND));

    hand.turnAfter(2 * SECOND);
    assertThat(cancelled).containsExactly(true);
  }

  @Test
  void entry_thatSchedulesItselfAgain_firesAgain() {
    Entry again = new Entry() {
      @Override
      public void fire() {
        fired.add("again");
        hand.wheel.schedule(this, SECOND);
      }
    };
    hand.wheel.schedule(again, 0);

    hand.turnAfter(SECOND / 2);
    hand.turnAfter(SECOND / 2);
    assertThat(fired).hasSize(1);
    hand.turnAfter(SECOND);
    assertThat(fired).hasSize(2);
    assertThat(hand.wheel.size()).isOne();
  }

  @Test
  void whatFireThrows_isLogged_andTheRestFires() {
    Logger logger = (Logger) LoggerFactory.getLogger("io.retrykit.async");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      hand.wheel.schedule(
          Entry.of(() -> {
            throw new StackOverflowError("planted");
          }),
          0);
      hand.wheel.schedule(
          Entry.of(() -> {
            throw new IllegalStateException("planted too");
          }),
          SECOND);
      hand.wheel.schedule(entry("after"), 2 * SECOND);

      hand.turnAfter(3 * SECOND);
    } finally {
      logger.detachAppender(log);
    }
    assertThat(fired).containsExactly("after");
    assertThat(log.list)
        .allMatch(event -> event.getLevel() == Level.WARN)
        .extracting(event -> event.getThrowableProxy().getMessage())
        .containsExactly("planted", "planted too");
  }

  @Test
  void thread_thatDoesNotStart_leavesNothingBehind() {
    AtomicBoolean starts = new AtomicBoolean();
    Wheel wheel = new Wheel(
        hand::elapsed,
        work -> {
          if (!starts.get()) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return new Thread(() -> {});
        },
        HandWheel.IDLE);
    Entry entry = entry("one");

    assertThatThrownBy(() -> wheel.schedule(entry, 0)).isInstanceOf(OutOfMemoryError.class);
    assertThat(wheel.size()).isZero();
    assertThat(entry.previous()).isNull();
    starts.set(true);
    wheel.schedule(entry, 0);
    assertThat(wheel.size()).isOne();
  }

  /** Nothing waits, and nothing has been scheduled for ten seconds. */
  @Test
  void turn_ofAWheelThatIsIdle_endsTheThread() {
    Entry entry = entry("cancelled");
    hand.wheel.schedule(entry, 60 * SECOND);
    hand.turnAfter(5 * SECOND);
    assertThat(hand.wheel.cancel(entry)).isTrue();

    assertThat(hand.turnAfter(4 * SECOND)).isBetween(SECOND, SECOND + HandWheel.TICK);
    hand.wheel.schedule(entry, SECOND);
    assertThat(hand.wheel.cancel(entry)).isTrue();
    assertThat(hand.turnAfter(9 * SECOND)).isBetween(1L, SECOND + HandWheel.TICK);
    assertThat(hand.turnAfter(SECOND + HandWheel.TICK)).isEqualTo(-1);
  }

  /** It moves once for each level, and nothing ticks meanwhile. */
  @Test
  void sleep_ofAYear_endsAFewTimes() {
    hand.wheel.schedule(entry("patient"), TimeUnit.DAYS.toNanos(365));

    int turns = 0;
    for (long sleep = hand.turnAfter(0); fired.isEmpty(); sleep = hand.turnAfter(sleep)) {
      turns++;
    }
    assertThat(turns).isLessThanOrEqualTo(8);
  }
}
