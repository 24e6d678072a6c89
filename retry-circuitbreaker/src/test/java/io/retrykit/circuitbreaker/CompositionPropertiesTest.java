package io.retrykit.circuitbreaker;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/**
 * SPEC 22.12: retry, breaker and limiter in every order, with a guard that refuses at random among them. Whatever the
 * operation does, who granted an attempt hears one end of it, in the reverse order, and the breakers count what really happened.
 */
class CompositionPropertiesTest {
  private static final int PERMITS = 100;

  /** What an attempt does. */
  enum End {
    SUCCESS,
    FAILURE,
    FAILURE_AND_FLAG,
    INTERRUPTED,
    CANCELLED,
    ERROR,
    REFUSED_INSIDE
  }

  /** What the guard that is in everybody's way answers. */
  enum Answer {
    GRANT,
    GRANT_LATER,
    REFUSE,
    REFUSE_FOR_NOW,
    THROW
  }

  @Provide
  Arbitrary<List<String>> orders() {
    return Arbitraries.shuffle("tripping", "counting", "limiter", "pacer", "gate");
  }

  @Property(tries = 500)
  void everyGrant_hearsOneEnd_inReverseOrder_andCountsAreTrue(
      @ForAll("orders") List<String> order,
      @ForAll @Size(max = 30) List<End> ends,
      @ForAll @Size(max = 30) List<Answer> answers,
      @ForAll boolean waiting) {
    new Scene().play(order, ends, answers, waiting);
  }

  /** All that takes part in one try. */
  private static final class Scene {
    private final VirtualTimebase time = VirtualTimebase.create();
    private final List<String> seen = new ArrayList<>();
    private final CircuitBreaker tripping = CircuitBreaker.builder("tripping")
        .timebase(time)
        .failures(2, 4)
        .openTime(ofMillis(500))
        .build();
    private final CircuitBreaker counting = measuring("counting");
    private final CircuitBreaker around = measuring("around");
    private final RateLimiter limiter =
        RateLimiter.builder(1, ofHours(50)).burst(PERMITS).timebase(time).build();
    private final RateLimiter pacer = RateLimiter.builder(10, ofSeconds(1))
        .burst(1)
        .name("pacer")
        .timebase(time)
        .build();

    private int successes;
    private int failures;
    private int begun;
    private int callSuccesses;
    private int callFailures;

    private CircuitBreaker measuring(String name) {
      CircuitBreaker breaker =
          CircuitBreaker.builder(name).timebase(time).countWindow(1_000_000).build();
      breaker.metricsOnly();
      return breaker;
    }

    private Guard gate(Iterator<Answer> answers) {
      return new Guard() {
        @Override
        public String name() {
          return "gate";
        }

        @Override
        public Admission admit(AdmissionRequest request) {
          return switch (answers.hasNext() ? answers.next() : Answer.GRANT) {
            case GRANT -> Admission.granted();
            case GRANT_LATER -> Admission.grantedAfter(null, ofMillis(20).toNanos());
            case REFUSE -> Admission.refused("closed", Admission.UNKNOWN);
            case REFUSE_FOR_NOW -> Admission.refused("closed", ofMillis(30).toNanos());
            case THROW -> throw new IllegalStateException("no answer");
          };
        }
      };
    }

    private void play(List<String> order, List<End> ends, List<Answer> answers, boolean waiting) {
      Iterator<Answer> gate = answers.iterator();
      RetryPolicyBuilder policy = RetryPolicy.builder()
          .discovery(false)
          .timebase(time)
          .maxAttempts(3)
          .maxDuration(ofMinutes(1))
          .waitWhenRefused(waiting)
          .backoff(Backoff.fixed(ofMillis(10)));
      for (String name : order) {
        Guard guard = switch (name) {
          case "tripping" -> tripping;
          case "counting" -> counting;
          case "limiter" -> limiter;
          case "pacer" -> pacer;
          default -> gate(gate);
        };
        policy.guard(Witness.of(name, guard, seen));
      }
      Retry retry = Retry.with(policy.build());
      for (Iterator<End> next = ends.iterator(); next.hasNext(); ) {
        call(retry, next);
        assertEveryGrantHasEnded(order);
        time.advance(ofMillis(100)); // or an open breaker would stay so
      }

      assertThat(counting.snapshot().calls()).isEqualTo(successes + failures);
      assertThat(counting.snapshot().failed()).isEqualTo(failures);
      assertThat(around.snapshot().calls()).isEqualTo(callSuccesses + callFailures);
      assertThat(around.snapshot().failed()).isEqualTo(callFailures);
      assertThat(limiter.availablePermits()).isEqualTo(PERMITS - begun);
    }

    private void call(Retry retry, Iterator<End> ends) {
      try {
        around.call(() -> retry.call(() -> attempt(ends.hasNext() ? ends.next() : End.SUCCESS)));
        callSuccesses++;
      } catch (Exception failure) {
        Throwable real = failure;
        while (real instanceof AttemptRefusedException) {
          real = real.getCause(); // the last failure before the refusal, or of the guard itself
        }
        if (!(real == null
            || real instanceof Error
            || real instanceof InterruptedException
            || real instanceof CancellationException)) {
          callFailures++;
        }
      } catch (Error neither) {
        assertThat(neither).hasMessage("at home");
      } finally {
        Thread.interrupted();
      }
    }

    private String attempt(End end) throws Exception {
      begun++;
      switch (end) {
        case SUCCESS -> {
          successes++;
          return "v";
        }
        case FAILURE -> {
          failures++;
          throw new IOException("down");
        }
        case FAILURE_AND_FLAG -> {
          failures++;
          Thread.currentThread().interrupt(); // ends the next pause, or wait for a permit
          throw new IOException("down");
        }
        case INTERRUPTED -> throw new InterruptedException();
        case CANCELLED -> throw new CancellationException();
        case ERROR -> throw new AssertionError("at home");
        case REFUSED_INSIDE -> throw new AttemptRefusedException("inner", "closed", null, null);
      }
      throw new AssertionError(end);
    }

    /** Grants are opening brackets, ends are closing ones. */
    private void assertEveryGrantHasEnded(List<String> order) {
      Deque<String> granted = new ArrayDeque<>();
      for (String line : seen) {
        String name = line.substring(0, line.indexOf(' '));
        if (line.endsWith(" asked")) {
          assertThat(name).as("asked in the order written").isEqualTo(order.get(granted.size()));
          granted.push(name);
        } else if (!line.endsWith(" refused")) {
          assertThat(granted).as("%s, in %s", line, seen).isNotEmpty();
          assertThat(granted.pop()).as("%s, in %s", line, seen).isEqualTo(name);
        }
      }
      assertThat(granted).as("not told: %s", seen).isEmpty();
      seen.clear();
    }
  }
}
