package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * SPEC 20.3, SPEC 20.4: what a quota remembers of those who wait, so as to ask few of them, changes nothing: each grant, each wait and each
 * backlog are those of books that ask all.
 */
class LedgerModelTest {
  private static final long PATIENT = Duration.ofDays(1).toNanos();

  private record Pair(QuotaLease real, NaiveLedger.Lease naive) {}

  /** One random course of events, in both books. */
  private static final class Course {
    final Random random;
    final ManualTime time = new ManualTime();
    final Dimension[] dimensions;
    final int bursts;
    final Ledger real;
    final NaiveLedger naive;
    final List<Pair> leases = new ArrayList<>();
    int most;

    Course(long seed) {
      random = new Random(seed);
      bursts = 1 + random.nextInt(9);
      dimensions = new Dimension[] {dimension("a"), dimension("b")};
      real = new Ledger(dimensions, time);
      naive = new NaiveLedger(dimensions, time.nanos());
    }

    private Dimension dimension(String name) {
      Duration per = Duration.ofNanos(1 + random.nextInt(60));
      return new Dimension(name, 1, per, bursts, request -> 1, false);
    }

    void step(int crowd) {
      int what = random.nextInt(20);
      if (what < 2) {
        time.move(random.nextInt(what == 0 ? 3 : 120));
      } else if (what == 2) {
        time.move(-random.nextInt(40));
      } else if (what == 3) {
        correct();
      } else if (leases.isEmpty() || (what < 14 && leases.size() < crowd)) {
        draw();
      } else {
        Pair gone = leases.remove(random.nextInt(leases.size()));
        real.undo(gone.real, gone.real.claimAll());
        naive.undo(gone.naive, time.nanos());
      }
      most = Math.max(most, naive.waiting(time.nanos()));
    }

    private void correct() {
      long[] ticks = new long[dimensions.length];
      for (int i = 0; i < ticks.length; i++) {
        ticks[i] = random.nextInt(121) - 60L;
      }
      real.correct(ticks.clone());
      naive.correct(ticks, time.nanos());
    }

    private void draw() {
      long[] amounts = {random.nextInt(bursts + 1), random.nextInt(bursts + 1)};
      long patience = random.nextInt(4) == 0 ? random.nextInt(100) : PATIENT;
      Admission answer = real.draw(amounts, patience);
      NaiveLedger.@Nullable Lease lease = naive.draw(amounts, patience, time.nanos());
      assertThat(answer.isGranted()).isEqualTo(lease != null);
      if (lease != null) {
        assertThat(answer.waitNanos()).isEqualTo(lease.wait);
        leases.add(new Pair((QuotaLease) Objects.requireNonNull(answer.lease()), lease));
      }
    }

    /** The wait of a whole burst is the whole backlog, to the tick. */
    void assertEqual() {
      Levels now = real.now();
      for (int i = 0; i < dimensions.length; i++) {
        long[] whole = new long[dimensions.length];
        whole[i] = bursts;
        assertThat(now.waitNanos(dimensions, i, whole))
            .as("backlog of %s", dimensions[i])
            .isEqualTo(naive.waitNanos(i, bursts, time.nanos()));
      }
    }
  }

  @Property(tries = 1_000)
  void books_ofFewWhoWait_areThoseThatAskAll(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int steps) {
    Course course = new Course(seed);
    for (int i = 0; i < steps; i++) {
      course.step(12);
      course.assertEqual();
    }
  }

  /** More than the crowd keeps without a look at who has passed. */
  @Property(tries = 100)
  void books_ofManyWhoWait_areThoseThatAskAll(@ForAll long seed) {
    Course course = new Course(seed);
    for (int i = 0; i < 1_500; i++) {
      course.step(300);
      course.assertEqual();
    }
    assertThat(course.most).isGreaterThan(20);
  }
}
