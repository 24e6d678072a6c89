package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.guard.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One random course of events, told to a breaker and to a naive one. */
final class Course {
  private final WrappingTime time = new WrappingTime();
  private final Random random;
  private final DrawnSettings settings;
  private final CircuitBreaker breaker;
  private final NaiveBreaker naive;
  private final List<Grant> grants = new ArrayList<>();
  private final List<String> transitions = new ArrayList<>();
  private int thresholds;
  private boolean steppingBack; // then the naive one is left out

  Course(long seed) {
    this.random = new Random(seed);
    this.settings = DrawnSettings.draw(random);
    this.breaker = settings.build(time, new Told());
    this.naive = new NaiveBreaker(settings);
  }

  /** A lease, as both know it, and when it was granted. */
  private record Grant(
      Admission admission, NaiveState.@Nullable Call call, Object phase, long at) {}

  private final class Told implements CircuitListener {
    @Override
    public void onTransition(CircuitTransition transition) {
      transitions.add(transition.from() + " to " + transition.to());
    }

    @Override
    public void onThreshold(CircuitSnapshot snapshot) {
      thresholds++;
    }
  }

  Course withStepsBack() {
    steppingBack = true;
    return this;
  }

  void step() {
    int draw = random.nextInt(100);
    if (draw < 40) {
      admit();
    } else if (draw < 75) {
      tell();
    } else if (draw < 96) {
      pass();
    } else {
      moveByHand();
    }
  }

  private void admit() {
    Admission answer = ByHand.admit(breaker);
    if (steppingBack) {
      if (answer.isGranted()) {
        keep(answer, null);
      }
      return;
    }
    NaiveBreaker.Answer expected = naive.admit(time.elapsed());
    assertThat(answer.isGranted()).as("%s", naive).isEqualTo(expected.call() != null);
    if (answer.isGranted()) {
      keep(answer, expected.call());
    } else {
      assertThat(answer.retryAfterNanos()).as("%s", naive).isEqualTo(expected.remaining());
      assertThat(answer.lease()).isEqualTo(naive.name());
    }
  }

  /** SPEC 22.7: never more probes under way than there are to be, those apart whose lease is over. */
  private void keep(Admission answer, NaiveState.@Nullable Call call) {
    Object phase = breaker.phase();
    grants.add(new Grant(answer, call, phase, time.elapsed()));
    if (breaker.state() == CircuitState.HALF_OPEN && !steppingBack) {
      long outstanding = grants.stream()
          .filter(grant -> grant.phase == phase)
          .filter(grant -> grant.call != null && !grant.call.told)
          .filter(grant -> time.elapsed() - grant.at < settings.leaseNanos())
          .count();
      assertThat(outstanding).isLessThanOrEqualTo(settings.probes());
    }
  }

  /** Tells of any lease ever granted, mostly of a late one; a third of them will be told of again. */
  private void tell() {
    if (grants.isEmpty()) {
      return;
    }
    int late = Math.min(grants.size(), 6);
    int index = random.nextInt(10) == 0
        ? random.nextInt(grants.size())
        : grants.size() - 1 - random.nextInt(late);
    Grant grant = random.nextInt(3) == 0 ? grants.get(index) : grants.remove(index);
    long nanos = settings.watches()
        ? random.nextInt(4 * (int) settings.slowNanos()) / 2 - 1
        : Admission.UNKNOWN;
    switch (random.nextInt(10)) {
      case 0 -> {
        breaker.abandoned(grant.admission.lease());
        naively(grant, call -> naive.neither(call));
      }
      case 1 -> {
        breaker.released(grant.admission.lease());
        naively(grant, call -> naive.neither(call));
      }
      case 2, 3, 4, 5 -> {
        ByHand.fail(breaker, grant.admission, nanos);
        naively(grant, call -> naive.ended(call, true, nanos, time.elapsed()));
      }
      default -> {
        ByHand.succeed(breaker, grant.admission, nanos);
        naively(grant, call -> naive.ended(call, false, nanos, time.elapsed()));
      }
    }
  }

  private interface Telling {
    void of(NaiveState.Call call);
  }

  private void naively(Grant grant, Telling telling) {
    if (grant.call != null) {
      telling.of(grant.call);
    }
  }

  /** Lets time pass: a little, or a lot, or to the moment at which something may be over. */
  private void pass() {
    long unit = settings.unit();
    if (steppingBack && random.nextInt(3) == 0) {
      time.move(-unit * random.nextInt(40));
      return;
    }
    long to = steppingBack ? settings.openNanos() : Math.max(0, naive.remaining(time.elapsed()));
    switch (random.nextInt(4)) {
      case 0 -> time.move(to);
      case 1 -> time.move(unit * random.nextInt(40));
      case 2 -> time.move(unit * (1 + random.nextInt(3)));
      default -> time.move(settings.watches() ? unit : random.nextInt(2_000_000));
    }
  }

  private void moveByHand() {
    long now = time.elapsed();
    switch (random.nextInt(8)) {
      case 0 -> {
        breaker.reset();
        naive.reset(now, false);
      }
      case 1 -> {
        breaker.metricsOnly();
        naive.reset(now, true);
      }
      case 2 -> {
        breaker.open();
        naive.open(now, settings.openNanos(1));
      }
      case 3 -> {
        long nanos = settings.unit() * (1 + random.nextInt(20));
        breaker.openFor(Duration.ofNanos(nanos));
        naive.open(now, nanos);
      }
      case 4 -> {
        breaker.forceOpen();
        naive.open(now, -1);
      }
      case 5 -> {
        breaker.disable();
        naive.disable(now);
      }
      default -> {
        CircuitState state = breaker.state();
        if (state == CircuitState.OPEN
            || state == CircuitState.FORCED_OPEN
            || state == CircuitState.HALF_OPEN) {
          breaker.halfOpen();
        } else {
          assertThatThrownBy(breaker::halfOpen).isInstanceOf(IllegalStateException.class);
        }
        naive.halfOpen(now);
      }
    }
  }

  void assertAlike() {
    long now = time.elapsed();
    CircuitSnapshot snapshot = breaker.snapshot();
    Supplier<String> where = () -> settings + ": " + naive;
    assertThat(snapshot.state()).as(where).isEqualTo(naive.name());
    assertThat(new Counts(snapshot.calls(), snapshot.failed(), snapshot.slow(), snapshot.overdue()))
        .as(where)
        .isEqualTo(naive.counts(now));
    assertThat(snapshot.refused()).as(where).isEqualTo(naive.refused());
    assertThat(snapshot.inState().toNanos()).as(where).isEqualTo(now - naive.state.since());
    assertThat(snapshot.remaining().map(Duration::toNanos).orElse(-1L))
        .as(where)
        .isEqualTo(naive.remaining(now));
    assertThat(transitions).as(where).isEqualTo(naive.transitions);
    assertThat(thresholds).as(where).isEqualTo(naive.thresholds);
  }

  /** Nobody is heard of any more: at most it opens once for what hangs, and then it probes. */
  void assertAdmitsInTheEnd() {
    if (breaker.state() == CircuitState.FORCED_OPEN) {
      return;
    }
    long longest = 40 * settings.unit() // a step back at the most, twice an open time by hand
        + settings.longestOpen()
        + settings.forgottenAfter();
    for (int round = 1; round <= 2; round++) {
      time.move(longest);
      if (ByHand.admit(breaker).isGranted()) {
        return;
      }
    }
    assertThat(breaker.snapshot().toString()).as("%s", settings).isEqualTo("granted");
  }

  void assertNothingHeldOnceAllIsTold() {
    grants.forEach(grant -> breaker.abandoned(grant.admission.lease()));
    CircuitSnapshot told = breaker.snapshot();
    if (told.state() == CircuitState.HALF_OPEN) {
      assertThat(told.remaining()).contains(Duration.ZERO);
      assertThat(ByHand.admit(breaker).isGranted()).isTrue();
    } else if (told.state() == CircuitState.CLOSED) {
      time.move(settings.overdueAfter());
      assertThat(breaker.snapshot().overdue()).isZero();
    }
  }
}
