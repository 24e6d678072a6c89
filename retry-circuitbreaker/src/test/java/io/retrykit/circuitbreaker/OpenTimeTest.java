package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static io.retrykit.circuitbreaker.Attempts.endBadly;
import static io.retrykit.circuitbreaker.Attempts.endWell;
import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.refusal;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** SPEC 22.6: how long a breaker stays open. */
class OpenTimeTest {
  private final VirtualTimebase time = VirtualTimebase.manual();

  private CircuitBreaker open(Backoff openTime) {
    CircuitBreaker breaker = CircuitBreaker.builder("b")
        .timebase(time)
        .random(new Random(1))
        .consecutiveFailures(1)
        .openTime(openTime)
        .build();
    fail(breaker);
    return breaker;
  }

  private static Duration remaining(CircuitBreaker breaker) {
    return breaker.snapshot().remaining().orElseThrow();
  }

  @Test
  void openTime_unlessSet_isThirtySeconds() {
    CircuitBreaker breaker = CircuitBreaker.builder("b").timebase(time).build();
    breaker.open();
    assertThat(remaining(breaker)).isEqualTo(ofSeconds(30));
  }

  @Test
  void openTime_isOverAtItsMoment_notAfterIt_andTheNextCallIsAProbe() {
    CircuitBreaker breaker = open(Backoff.fixed(ofSeconds(5)));
    time.advance(ofSeconds(5).minusNanos(1));
    assertThat(refusal(breaker).retryAfterNanos()).isEqualTo(1);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);

    time.advance(ofNanos(1));
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN); // until the next call
    assertThat(remaining(breaker)).isZero();
    begin(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
  }

  @Test
  void function_isAskedWithOpeningsInARow_andTheTimeBefore_onceEach() {
    List<String> asked = new ArrayList<>();
    CircuitBreaker breaker = open((openings, previous, random) -> {
      asked.add(openings + " after " + Nanos.text(previous));
      return ofSeconds(openings).toNanos();
    });
    time.advance(ofSeconds(1));
    fail(breaker);
    refusal(breaker);
    time.advance(ofSeconds(2));
    fail(breaker);
    assertThat(remaining(breaker)).isEqualTo(ofSeconds(3));
    time.advance(ofSeconds(3));
    succeed(breaker);
    fail(breaker); // closed in between: it begins anew
    assertThat(asked).containsExactly("1 after 0s", "2 after 1s", "3 after 2s", "1 after 0s");
  }

  @Test
  void function_thatReturnsZeroOrLess_letsTheNextCallProbe() {
    for (long nanos : new long[] {0, -1, Long.MIN_VALUE}) {
      CircuitBreaker breaker = open((openings, previous, random) -> nanos);
      assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
      Object probe = begin(breaker);
      endWell(breaker, probe);
      assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }
  }

  @Test
  void function_thatThrows_leavesThirtySeconds() {
    assertThat(remaining(open((openings, previous, random) -> {
          throw new IllegalStateException("no idea");
        })))
        .isEqualTo(ofSeconds(30));
  }

  /** An Error in it must neither replace the caller's failure nor keep the breaker from coming back. */
  @Test
  void function_thatThrowsAnError_leavesThirtySeconds() {
    CircuitBreaker breaker = open((openings, previous, random) -> {
      throw new AssertionError("no idea");
    });
    assertThat(remaining(breaker)).isEqualTo(ofSeconds(30));
    time.advance(ofSeconds(30));
    succeed(breaker);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void list_thatHasEnded_repeatsItsLast() {
    CircuitBreaker breaker = open(Backoff.list(ofSeconds(1), ofSeconds(4)).take(2));
    time.advance(ofSeconds(1));
    fail(breaker);
    time.advance(ofSeconds(4));
    fail(breaker);
    assertThat(remaining(breaker)).isEqualTo(ofSeconds(4));
  }

  @Test
  void withoutEnd_neverComesBackByItself() {
    CircuitBreaker breaker = open((openings, previous, random) -> Nanos.FOREVER);
    time.advance(Duration.ofDays(10_000));
    refusal(breaker);
    assertThat(remaining(breaker)).isEqualTo(ofNanos(Nanos.FOREVER).minusDays(10_000));
  }

  @Property
  void jitteredTime_isDrawnOnce_withinItsRange(@ForAll @LongRange(max = 1_000_000) long seed) {
    CircuitBreaker breaker = CircuitBreaker.builder("b")
        .timebase(time)
        .random(new Random(seed))
        .openTime(Backoff.fixed(ofSeconds(10)).jittered(Jitter.proportional(0.2)))
        .build();
    breaker.open();
    Duration drawn = remaining(breaker);
    assertThat(drawn).isBetween(ofSeconds(8), ofSeconds(12));
    assertThat(remaining(breaker)).isEqualTo(drawn);
    assertThat(refusal(breaker).retryAfterNanos()).isEqualTo(drawn.toNanos());
  }

  /** A late probe of the stay before last must not count openings. */
  @Test
  void openings_countOnlyWhatOpened() {
    CircuitBreaker breaker =
        open((openings, previous, random) -> ofSeconds(openings).toNanos());
    time.advance(ofSeconds(1));
    Object probe = begin(breaker);
    endBadly(breaker, probe);
    endBadly(breaker, probe);
    assertThat(remaining(breaker)).isEqualTo(ofSeconds(2));
  }
}
