package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.endWell;
import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.failWith;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.time.VirtualTimebase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** SPEC 22.2, 22.3: what opens a breaker, and which calls are looked at. */
class TripRulesTest {
  private final VirtualTimebase time = VirtualTimebase.manual();

  private CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("b").timebase(time);
  }

  private static void assertClosed(CircuitBreaker breaker) {
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  private static void assertOpen(CircuitBreaker breaker) {
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void default_opensAtHalfOfTwentyCalls() {
    CircuitBreaker breaker = CircuitBreaker.of("b");
    succeed(breaker, 9);
    fail(breaker, 10);
    assertClosed(breaker);
    fail(breaker);
    assertOpen(breaker);
  }

  @Test
  void consecutiveFailures_successStartsTheCountAgain() {
    CircuitBreaker breaker = builder().consecutiveFailures(3).build();
    fail(breaker, 2);
    succeed(breaker);
    fail(breaker, 2);
    assertClosed(breaker);
    fail(breaker);
    assertOpen(breaker);
  }

  @Test
  void consecutiveFailures_whatSaysNothing_doesNotStartTheCountAgain() {
    CircuitBreaker breaker = builder().consecutiveFailures(2).build();
    fail(breaker);
    failWith(breaker, new InterruptedException());
    fail(breaker);
    assertOpen(breaker);
  }

  @Test
  void failuresOfTheLastCalls_openAsSoonAsThereAreAsMany() {
    CircuitBreaker breaker = builder().failures(2, 5).build();
    fail(breaker);
    succeed(breaker, 4);
    assertThat(breaker.snapshot().failed()).isEqualTo(1);
    succeed(breaker);
    assertThat(breaker.snapshot().failed()).isZero();
    fail(breaker);
    assertClosed(breaker);
    succeed(breaker, 3);
    fail(breaker);
    assertOpen(breaker);
  }

  /** A success can be the call that makes the minimum. */
  @Test
  void success_thatMakesTheMinimum_opens() {
    CircuitBreaker breaker = builder().countWindow(10).minimumCalls(4).build();
    fail(breaker, 2);
    succeed(breaker);
    assertClosed(breaker);
    succeed(breaker);
    assertOpen(breaker);
    assertThat(breaker.snapshot().failureRate()).hasValue(50);
  }

  @Test
  void rate_isExactAtItsThreshold() {
    CircuitBreaker third = builder().countWindow(3).failureRate(100.0 / 3).build();
    succeed(third, 2);
    fail(third);
    assertOpen(third);
    CircuitBreaker above = builder().countWindow(3).failureRate(33.34).build();
    succeed(above, 2);
    fail(above);
    assertClosed(above);
  }

  @Test
  void minimumCalls_aboveTheWindow_isLoweredToIt() {
    CircuitBreaker breaker = builder().countWindow(5).minimumCalls(1_000).build();
    fail(breaker, 4);
    assertClosed(breaker);
    fail(breaker);
    assertOpen(breaker);
  }

  @Test
  void timeWindow_holdsTheBucketUnderWayAndThoseBeforeIt() {
    CircuitBreaker breaker =
        builder().timeWindow(ofSeconds(10)).minimumCalls(100).build();
    fail(breaker);
    time.advance(ofSeconds(10).minusNanos(1));
    succeed(breaker);
    assertThat(breaker.snapshot().calls()).isEqualTo(2);
    time.advance(ofNanos(1));
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    assertThat(breaker.snapshot().failed()).isZero();
    time.advance(ofSeconds(9).minusNanos(1));
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    time.advance(ofNanos(1));
    assertThat(breaker.snapshot().calls()).isZero();
  }

  /** A minimum above what a window holds is not lowered where the window is one of time. */
  @Test
  void timeWindow_keepsItsMinimum() {
    CircuitBreaker breaker =
        builder().timeWindow(ofSeconds(10)).minimumCalls(300).build();
    fail(breaker, 299);
    assertClosed(breaker);
    fail(breaker);
    assertOpen(breaker);
  }

  @Test
  void callThatBeganLongAgo_countsWhenItEnds() {
    CircuitBreaker breaker = builder().timeWindow(ofSeconds(10)).build();
    Object lease = begin(breaker);
    time.advance(ofSeconds(100));
    endWell(breaker, lease);
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
  }

  /** The simplest breaker there is, as an oracle. */
  @Property
  void countWindow_opensExactlyWhenTheLastCallsAreBadEnough(
      @ForAll @Size(max = 200) List<Boolean> failures,
      @ForAll @IntRange(min = 1, max = 130) int window,
      @ForAll @IntRange(min = 1, max = 150) int minimum,
      @ForAll @IntRange(min = 1, max = 100) int rate) {
    CircuitBreaker breaker =
        builder().countWindow(window).minimumCalls(minimum).failureRate(rate).build();
    Deque<Boolean> last = new ArrayDeque<>();
    for (boolean failed : failures) {
      if (failed) {
        fail(breaker);
      } else {
        succeed(breaker);
      }
      last.addLast(failed);
      if (last.size() > window) {
        last.removeFirst();
      }
      long bad = last.stream().filter(one -> one).count();
      assertThat(breaker.snapshot().failed()).isEqualTo(bad);
      assertThat(breaker.snapshot().calls()).isEqualTo(last.size());
      boolean trips = last.size() >= Math.min(minimum, window)
          && bad > 0
          && bad * 100 >= (long) rate * last.size();
      assertThat(breaker.state()).isEqualTo(trips ? CircuitState.OPEN : CircuitState.CLOSED);
      if (trips) {
        return;
      }
    }
  }
}
