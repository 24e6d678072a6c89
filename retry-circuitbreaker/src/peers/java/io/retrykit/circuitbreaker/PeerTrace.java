package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One random trace on both breakers, which are compared after every step. What Resilience4j does otherwise is left out
 * or foreseen here, each for itself; {@link Resilience4jDifferencesTest} shows it on both:
 *
 * <ul>
 *   <li>It heeds outcomes of an earlier state, and every one that is told twice. Ours hears of them too and has to stay as
 *       it is; it does not.
 *   <li>It does not see calls under way that have become slow: here they end before they would be.
 *   <li>While it is open its window of time goes on, and open for good it counts from nothing; ours keeps what it opened
 *       for, and forgets how many probes there had to be if it is opened by hand after that.
 *   <li>It goes on counting refusals when probes fail.
 *   <li>Some steps by hand are refused by one alone.
 * </ul>
 */
final class PeerTrace {
  private static final int[] TICKS = {0, 1, 99, 400, 999, 1_000, 1_001, 1_500, 2_500, 5_200};

  private static final List<PeerOutcome> OUTCOMES = List.of(PeerOutcome.values());

  private final Random random;
  private final PeerSettings settings;
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final Resilience4jBreaker theirs;
  private final CircuitBreaker ours;
  private final PeerLeases leases;
  private final List<String> steps = new ArrayList<>();
  private final Map<CircuitState, Integer> seen;
  private int thresholdsTold;
  private int theirThresholdsBefore;
  private int ourThresholdsBefore;
  private long refusedBefore;
  private CircuitState state = CircuitState.CLOSED;
  private PeerCounts openedFor = new PeerCounts(0, 0, 0, -1, -1);

  /**
   * Begins a trace.
   *
   * @param seen where states are counted, after each step
   */
  PeerTrace(Random random, Map<CircuitState, Integer> seen) {
    this.random = random;
    this.seen = seen;
    this.leases = new PeerLeases(random);
    this.settings = PeerSettings.random(random);
    this.theirs = new Resilience4jBreaker(settings, time);
    this.ours = settings.ours(time)
        .listener(new CircuitListener() {
          @Override
          public void onTransition(CircuitTransition transition) {}

          @Override
          public void onThreshold(CircuitSnapshot snapshot) {
            thresholdsTold++;
          }
        })
        .build();
  }

  void play(int operations) {
    int failuresInTen = random.nextInt(10);
    int byHandInHundred = random.nextInt(8);
    int looksInTen = random.nextBoolean() ? 10 : random.nextInt(4); // a look moves a window on
    for (int i = 0; i < operations; i++) {
      int kind = random.nextInt(100);
      if (kind < byHandInHundred) {
        byHand(random.nextInt(7));
      } else if (kind < 35) {
        acquire();
      } else if (kind < 75) {
        report(failuresInTen);
      } else if (kind < 80) {
        reportPast();
      } else {
        tick();
      }
      settle();
      assertSame("state", theirs.state(), ours.state());
      if (random.nextInt(10) < looksInTen) {
        compare();
      }
      seen.merge(state, 1, Integer::sum);
    }
  }

  private void acquire() {
    Admission answer = ours.admit(Calls.REQUEST);
    boolean granted = theirs.breaker.tryAcquirePermission();
    step("acquire " + granted);
    assertSame("permitted", granted, answer.isGranted());
    settle(); // it may be half-open now
    if (granted) {
      leases.add(answer.lease(), time.elapsed().toMillis());
    }
  }

  private void report(int failuresInTen) {
    if (leases.held() == 0) {
      acquire();
    }
    if (leases.held() > 0) {
      int kind = random.nextInt(20);
      PeerOutcome outcome = kind == 0
          ? PeerOutcome.IGNORED
          : kind == 1
              ? PeerOutcome.RELEASED
              : random.nextInt(10) < failuresInTen ? PeerOutcome.FAIL : PeerOutcome.OK;
      end(leases.any(), outcome, duration());
    }
  }

  /** Around the threshold, so that calls that last as long as it says, which are not slow, are among them. */
  private long duration() {
    return switch (random.nextInt(5)) {
      case 0 -> settings.slowMillis();
      case 1 -> settings.slowMillis() + 1;
      case 2 -> random.nextInt(6_000);
      default -> 0;
    };
  }

  private void end(PeerLeases.Held call, PeerOutcome outcome, long millis) {
    step(outcome + " " + millis);
    theirs.report(outcome, millis);
    leases.end(call, ours, outcome, millis);
  }

  /** Tells ours alone. */
  private void reportPast() {
    PeerOutcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
    step("past " + outcome);
    leases.tellPast(ours, outcome, duration());
  }

  private void tick() {
    long millis = switch (random.nextInt(4)) {
      case 0 -> settings.openMillis() - random.nextInt(2);
      default -> TICKS[random.nextInt(TICKS.length)];
    };
    if (settings.slowMillis() > 0) {
      long overdue = time.elapsed().toMillis() + millis - settings.slowMillis();
      leases.since(overdue).forEach(call -> end(call, PeerOutcome.RELEASED, 0));
    }
    step("tick " + millis);
    time.advance(Duration.ofMillis(millis));
  }

  private void byHand(int kind) {
    boolean wasOpen = state == CircuitState.OPEN || state == CircuitState.FORCED_OPEN;
    int minimum = state == CircuitState.HALF_OPEN
        ? ours.settings.probation.probes()
        : ours.settings.tripRule.minimumCalls();
    PeerCounts before = wasOpen ? openedFor : theirs.counts().ratedFrom(minimum);
    CircuitState to = switch (kind) {
      case 0 -> CircuitState.CLOSED;
      case 1, 2 -> CircuitState.OPEN;
      case 3 -> CircuitState.FORCED_OPEN;
      case 4 -> CircuitState.DISABLED;
      case 5 -> CircuitState.METRICS_ONLY;
      default -> CircuitState.HALF_OPEN;
    };
    if ((to == CircuitState.HALF_OPEN && !wasOpen)
        || (to == CircuitState.OPEN && state == CircuitState.METRICS_ONLY)) {
      return; // one of them refuses, or both
    }
    long millis = kind == 2 ? 2 + random.nextInt(3_000) : 0;
    step("by hand " + to + " " + millis);
    Steps.theirs(theirs, to, millis);
    Steps.ours(ours, to, millis);
    entered(to);
    openedFor = before;
  }

  /** Notes that the state has changed by itself. */
  private void settle() {
    CircuitState now = theirs.state();
    if (now != state) {
      entered(now);
      openedFor = theirs.counts();
    }
  }

  private void entered(CircuitState now) {
    state = now;
    leases.outdate();
    refusedBefore = theirs.refused();
    theirThresholdsBefore = theirs.thresholds();
    ourThresholdsBefore = thresholdsTold;
  }

  private void compare() {
    CircuitSnapshot seenOfOurs = ours.snapshot();
    boolean open = state == CircuitState.OPEN || state == CircuitState.FORCED_OPEN;
    assertSame("state", theirs.state(), seenOfOurs.state());
    assertSame("counts", open ? openedFor : theirs.counts(), PeerCounts.of(seenOfOurs));
    assertSame("refused", theirs.refused() - refusedBefore, seenOfOurs.refused());
    if (state == CircuitState.METRICS_ONLY) {
      boolean exceeded = theirs.thresholds() > theirThresholdsBefore;
      assertSame("thresholds", exceeded ? 1 : 0, thresholdsTold - ourThresholdsBefore);
    }
  }

  private void step(String text) {
    steps.add(text);
  }

  private void assertSame(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(what + ": Resilience4j has " + expected + ", we have " + actual
          + " after " + steps + " with " + settings);
    }
  }
}
