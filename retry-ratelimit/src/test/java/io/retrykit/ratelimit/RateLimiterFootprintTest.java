package io.retrykit.ratelimit;

import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.testing.AllocatedBytes;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

/**
 * What a limiter costs in memory. Sizes are calculated for a 64-bit JVM with compressed pointers, as below 32 GB of heap;
 * name and timebase are not a limiter's own.
 */
class RateLimiterFootprintTest {
  private static final int CALLS = 100_000;
  private static final Layouter LAYOUT = new HotSpotLayouter(new Model64(true, true, 8), 17);

  private final AllocatedBytes allocated = new AllocatedBytes();
  private final ManualTime time = new ManualTime();

  private static long sizeOf(Class<?>... classes) {
    long size = 0;
    for (Class<?> type : classes) {
      size += LAYOUT.layout(ClassData.parseClass(type)).instanceSize();
    }
    return size;
  }

  /** Far more than are ever taken here. */
  private RateLimiterBuilder full() {
    return RateLimiter.builder(1_000_000, ofSeconds(1)).burst(2_000_000_000).timebase(time);
  }

  private static AdmissionRequest cost(long cost) {
    return AdmissionRequest.first("key", cost, Nanos.FOREVER);
  }

  @Test
  void limiter_nobodyHasWaitedFor_takes96BytesAtMost() {
    assertThat(sizeOf(RateLimiter.class, GcraStore.class)).isLessThanOrEqualTo(96);
  }

  @Test
  void limiter_prepaid_takes96BytesAtMost() {
    assertThat(sizeOf(RateLimiter.class, PrepaidStore.class)).isLessThanOrEqualTo(96);
  }

  /** The line comes with the first who waits, and stays; each of them then holds a place and an answer. */
  @Test
  void waiting_takes96BytesForTheLineAndFewForEachPlace() {
    assertThat(sizeOf(Line.class, Schedule.class)).isLessThanOrEqualTo(96);
    assertThat(sizeOf(Place.class, Admission.class)).isLessThanOrEqualTo(72);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void admit_permitsAtHand_allocatesNothing(boolean prepaid) {
    RateLimiter limiter = full().prepaid(prepaid).build();
    AdmissionRequest request = cost(1);
    assertAllocatesNothing(() -> limiter.admit(request));
    assertAllocatesNothing(limiter::tryAcquire);
  }

  /** Also for another number than one, as long as it stays the same. */
  @Test
  void admit_theSameNumberOfPermits_allocatesNothing() {
    RateLimiter limiter = full().build();
    AdmissionRequest request = cost(7);
    assertAllocatesNothing(() -> limiter.admit(request));
  }

  @Test
  void admit_weighed_allocatesNothing() {
    RateLimiter limiter = full().weight(request -> 1).build();
    AdmissionRequest request = cost(7_000);
    assertAllocatesNothing(() -> limiter.admit(request));
  }

  @Test
  void released_permitsThatWereAtHand_allocatesNothing() {
    RateLimiter limiter = full().build();
    AdmissionRequest request = cost(1);
    assertAllocatesNothing(() -> limiter.released(limiter.admit(request).lease()));
  }

  private void assertAllocatesNothing(Runnable work) {
    AtomicLong runs = new AtomicLong();
    long bytes = allocated.fewestIn(CALLS, () -> {
      work.run();
      runs.incrementAndGet();
    });
    assertThat(bytes).as("bytes for %d calls", CALLS).isLessThan(CALLS);
    assertThat(runs.get()).isGreaterThanOrEqualTo(CALLS);
  }

  /** The measure itself: a place for each is seen. */
  @Test
  void admit_oneWhoWaits_isSeenToAllocate() {
    RateLimiter limiter = RateLimiter.builder(1, ofNanos(1))
        .burst(1)
        .timebase(VirtualTimebase.create())
        .build();
    AdmissionRequest request = cost(1);
    assertThat(allocated.fewestIn(CALLS, () -> limiter.admit(request)))
        .isGreaterThan(sizeOf(Place.class) * CALLS);
  }
}
