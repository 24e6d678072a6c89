package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;

/** Random schedules of waiting, cancelling and interrupting: what is had is what a bucket would have given. */
class RateLimiterSchedulesPropertiesTest {
  private static final long PER = 1_000;

  private final List<CompletableFuture<@Nullable Void>> waiting = new ArrayList<>();
  private final List<Integer> order = new ArrayList<>();
  private int asked;
  private long givenUp;
  private VirtualTimebase time = VirtualTimebase.create();

  @BeforeTry
  void forget() {
    waiting.clear();
    order.clear();
    asked = 0;
    givenUp = 0;
    time = VirtualTimebase.create();
  }

  private RateLimiter limiter(int burst) {
    return RateLimiter.builder(1, Duration.ofNanos(PER))
        .burst(burst)
        .timebase(time)
        .build();
  }

  private void acquireAsync(RateLimiter limiter, ReferenceBucket had, long permits, long patience) {
    int number = asked++;
    CompletableFuture<@Nullable Void> done =
        limiter.acquireAsync(permits, Duration.ofNanos(patience));
    CompletableFuture<?> unused = done.thenRun(() -> {
      had.draw(time.elapsed().toNanos(), permits);
      order.add(number);
    });
    if (!done.isDone()) {
      waiting.add(done);
    }
  }

  private void acquire(RateLimiter limiter, ReferenceBucket had, long permits, long patience)
      throws InterruptedException {
    int number = asked++;
    if (limiter.tryAcquire(permits, Duration.ofNanos(patience))) {
      had.draw(time.elapsed().toNanos(), permits);
      order.add(number);
    }
  }

  private void acquireInterrupted(
      RateLimiter limiter, ReferenceBucket had, long permits, long patience, long after) {
    Timebase.Scheduled interrupt = time.schedule(after, Thread.currentThread()::interrupt);
    try {
      acquire(limiter, had, permits, patience);
    } catch (InterruptedException interrupted) {
      givenUp += permits;
    } finally {
      interrupt.cancel();
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  /** SPEC 19.2, 19.5, 19.6: those who stay get theirs in order, and when the others leave nothing is missing. */
  @Property(tries = 500)
  void everybodyWhoWaits_leavesInTheEnd_nothingIsMissing(
      @ForAll @IntRange(min = 1, max = 6) int burst, @ForAll long seed)
      throws InterruptedException {
    Random random = new Random(seed);
    RateLimiter limiter = limiter(burst);
    ReferenceBucket had = new ReferenceBucket(burst, PER);
    for (int i = 0; i < 40; i++) {
      long permits = 1L + random.nextInt(burst);
      switch (random.nextInt(6)) {
        case 0 -> time.advance(Duration.ofNanos(random.nextInt((int) (3 * PER))));
        case 1 -> acquire(limiter, had, permits, random.nextInt(6) * PER);
        default -> acquireAsync(limiter, had, permits, random.nextInt(30) * PER);
      }
    }
    had.assertNeverOverdrawn();
    assertThat(order).isSorted();
    Collections.shuffle(waiting, random);
    waiting.forEach(future -> future.cancel(false));
    assertThat(time.pendingTasks()).isZero();
    long now = time.elapsed().toNanos();
    assertThat(limiter.availablePermits()).as("%s", had).isEqualTo(had.available(now));
    time.advance(Duration.ofNanos(random.nextInt((int) (burst * PER))));
    assertThat(limiter.availablePermits())
        .as("%s", had)
        .isEqualTo(had.available(time.elapsed().toNanos()));
  }

  /** SPEC 19.2, 19.6: with leavers all along, never more than a bucket gives, nor less by more than was given up. */
  @Property(tries = 500)
  void anybody_leavesAnyTime_neverMoreIsHadThanABucketGives(
      @ForAll @IntRange(min = 1, max = 6) int burst, @ForAll long seed)
      throws InterruptedException {
    Random random = new Random(seed);
    RateLimiter limiter = limiter(burst);
    ReferenceBucket had = new ReferenceBucket(burst, PER);
    for (int i = 0; i < 60; i++) {
      long permits = 1L + random.nextInt(burst);
      switch (random.nextInt(8)) {
        case 0 -> time.advance(Duration.ofNanos(random.nextInt((int) (3 * PER))));
        case 1 -> acquire(limiter, had, permits, random.nextInt(6) * PER);
        case 2 ->
          acquireInterrupted(
              limiter, had, permits, random.nextInt(9) * PER, random.nextInt((int) (9 * PER)));
        case 3, 4 -> cancelOne(random, burst);
        default -> acquireAsync(limiter, had, permits, random.nextInt(30) * PER);
      }
    }
    had.assertNeverOverdrawn();
    while (!waiting.isEmpty()) {
      cancelOne(random, burst);
    }
    assertThat(time.pendingTasks()).isZero();
    assertThat(limiter.availablePermits())
        .as("%s", had)
        .isBetween(
            had.available(time.elapsed().toNanos()) - givenUp,
            had.available(time.elapsed().toNanos()));
    time.advance(Duration.ofNanos(40 * PER + burst * PER));
    assertThat(limiter.tryAcquire(burst)).isTrue();
    assertThat(limiter.tryAcquire()).isFalse();
  }

  private void cancelOne(Random random, int most) {
    if (!waiting.isEmpty()
        && waiting.remove(random.nextInt(waiting.size())).cancel(random.nextBoolean())) {
      givenUp += most;
    }
  }
}
