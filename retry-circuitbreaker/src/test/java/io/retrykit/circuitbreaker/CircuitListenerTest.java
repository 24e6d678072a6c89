package io.retrykit.circuitbreaker;

import static io.retrykit.testing.Attempts.ask;
import static io.retrykit.testing.Attempts.fail;
import static io.retrykit.testing.Attempts.succeed;
import static io.retrykit.testing.Attempts.succeedAfter;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.testing.CapturedLog;
import io.retrykit.testing.Together;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SPEC 22.11: what listeners hear of transitions, and when. */
class CircuitListenerTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 300;

  @RegisterExtension
  final Together threads = new Together(THREADS);

  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  private CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("claude")
        .consecutiveFailures(2)
        .openTime(ofSeconds(5))
        .timebase(time);
  }

  private CircuitListener noting(String who) {
    return new CircuitListener() {
      @Override
      public void onTransition(CircuitTransition step) {
        heard.add(who + step.from() + " -> " + step.to());
      }

      @Override
      public void onThreshold(CircuitSnapshot snapshot) {
        heard.add(who + snapshot);
      }
    };
  }

  private CircuitListener noting() {
    return noting("");
  }

  @Test
  void listener_hearsEachRefusalOnce() {
    List<String> refusals = new ArrayList<>();
    CircuitBreaker breaker = builder()
        .listener(new CircuitListener() {
          @Override
          public void onTransition(CircuitTransition transition) {}

          @Override
          public void onRefused(String name, CircuitState state) {
            refusals.add(name + " " + state);
          }
        })
        .build();
    fail(breaker, 2);
    for (int i = 0; i < 2; i++) {
      assertThat(breaker.admit(Calls.REQUEST).isGranted()).isFalse();
    }
    time.advance(ofSeconds(5));
    assertThat(breaker.admit(Calls.REQUEST).isGranted()).isTrue();
    assertThat(breaker.admit(Calls.REQUEST).isGranted()).isFalse();

    assertThat(refusals).containsExactly("claude OPEN", "claude OPEN", "claude HALF_OPEN");
  }

  @Test
  void listener_hearsEachTransitionWithNameAndReason() {
    List<CircuitTransition> steps = new ArrayList<>();
    CircuitBreaker breaker = builder().listener(steps::add).build();
    fail(breaker, 2);
    time.advance(ofSeconds(5));
    succeed(breaker, 1);
    breaker.forceOpen();

    assertThat(steps)
        .containsExactly(
            new CircuitTransition(
                "claude", CircuitState.CLOSED, CircuitState.OPEN, "2 of the last 2 calls failed"),
            new CircuitTransition(
                "claude", CircuitState.OPEN, CircuitState.HALF_OPEN, "its time is over"),
            new CircuitTransition(
                "claude", CircuitState.HALF_OPEN, CircuitState.CLOSED, "its probes went well"),
            new CircuitTransition(
                "claude", CircuitState.CLOSED, CircuitState.FORCED_OPEN, "by hand"));
  }

  @Test
  void transitions_ofManyThreadsAtOnce_areToldOnceEach() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      heard.clear();
      CircuitBreaker breaker = builder().listener(noting()).build();
      threads.all(() -> {
        fail(breaker, 2);
        return true;
      });
      assertThat(heard).containsExactly("CLOSED -> OPEN");

      time.advance(ofSeconds(5));
      List<Boolean> granted = threads.all(() -> ask(breaker).isGranted());
      assertThat(granted).containsOnlyOnce(true);
      assertThat(heard).containsExactly("CLOSED -> OPEN", "OPEN -> HALF_OPEN");
    }
  }

  @Test
  void endsOfProbes_onManyThreadsAtOnce_closeOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      CircuitBreaker breaker =
          builder().probes(THREADS).successThreshold(1).listener(noting()).build();
      breaker.open();
      breaker.halfOpen();
      heard.clear();
      threads.all(() -> {
        succeed(breaker, 1); // the first one closes; the others may come too late to be probes
        return true;
      });

      assertThat(heard).containsExactly("HALF_OPEN -> CLOSED");
    }
  }

  @Test
  void handAndCalls_atOnce_tellAsManyTransitionsAsThereWere() throws Exception {
    CircuitBreaker breaker = builder().consecutiveFailures(1).listener(noting()).build();
    threads.all(() -> {
      for (int i = 0; i < ROUNDS; i++) {
        breaker.reset();
        fail(breaker, 1);
      }
      return true;
    });

    // every opening follows a reset of its own, and none is told twice
    long resets = heard.stream().filter(step -> step.endsWith("-> CLOSED")).count();
    long openings = heard.stream().filter(step -> step.equals("CLOSED -> OPEN")).count();
    long backFromOpen =
        heard.stream().filter(step -> step.equals("OPEN -> CLOSED")).count();
    assertThat(resets).isEqualTo((long) THREADS * ROUNDS);
    assertThat(openings - backFromOpen).isEqualTo(breaker.state() == CircuitState.OPEN ? 1 : 0);
  }

  @Test
  void listeners_areToldInTheOrderAdded() {
    CircuitBreaker breaker = builder()
        .listener(noting("a "))
        .listener(noting("b "))
        .listener(noting("c "))
        .build();
    fail(breaker, 2);

    assertThat(heard).containsExactly("a CLOSED -> OPEN", "b CLOSED -> OPEN", "c CLOSED -> OPEN");
  }

  @Test
  void listener_thatThrows_costsNeitherTheCallNorTheOthers() {
    CircuitBreaker breaker = builder()
        .consecutiveFailures(1)
        .listener(step -> {
          throw new IllegalStateException("full");
        })
        .listener(step -> {
          throw new AssertionError("broken");
        })
        .listener(noting())
        .build();
    IOException failure = new IOException("down");

    Throwable thrown = catchThrowable(() -> breaker.call(() -> {
      throw failure;
    }));

    assertThat(thrown).isSameAs(failure).hasNoSuppressedExceptions();
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    assertThat(heard).containsExactly("CLOSED -> OPEN");
    assertThat(log.warnings())
        .containsExactly(
            "WARN claude: CLOSED -> OPEN for 5s: 1 of the last 1 calls failed",
            "WARN claude: a listener failed: java.lang.IllegalStateException: full",
            "WARN claude: a listener failed: java.lang.AssertionError: broken");

    time.advance(ofSeconds(5));
    assertThat(breaker.<String, RuntimeException>call(() -> "back")).isEqualTo("back");
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void listener_ofTheThreshold_thatThrows_costsNothingEither() {
    CircuitBreaker breaker = builder()
        .listener(new CircuitListener() {
          @Override
          public void onTransition(CircuitTransition step) {}

          @Override
          public void onThreshold(CircuitSnapshot snapshot) {
            throw new StackOverflowError();
          }
        })
        .listener(noting())
        .build();
    breaker.metricsOnly();
    heard.clear();
    fail(breaker, 2);

    assertThat(heard).hasSize(1);
  }

  /** Called on the same thread a listener might get through a lock; what it asks another thread for would hang. */
  @Test
  @Timeout(
      value = 60,
      threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a lock would spin for ever
  void listener_mayCallTheBreaker_andWaitForOthersWhoDo() {
    List<CircuitState> seen = new ArrayList<>();
    CircuitBreaker[] breaker = new CircuitBreaker[1];
    breaker[0] = builder()
        .probes(2)
        .listener(step -> {
          CircuitBreaker own = breaker[0];
          assertThat(own.toString()).startsWith("claude: ");
          seen.add(own.state());
          seen.add(elsewhere(() -> {
            ask(own);
            own.abandoned(ask(own).lease());
            return own.snapshot().state();
          }));
        })
        .build();
    fail(breaker[0], 2);
    time.advance(ofSeconds(5));
    ask(breaker[0]); // its listener takes both probes, one of which it gives back
    fail(breaker[0], 1);
    breaker[0].reset();

    assertThat(seen)
        .containsExactly(
            CircuitState.OPEN,
            CircuitState.OPEN,
            CircuitState.HALF_OPEN,
            CircuitState.HALF_OPEN,
            CircuitState.CLOSED,
            CircuitState.CLOSED);
  }

  private static <T> T elsewhere(Supplier<T> task) {
    try {
      return CompletableFuture.supplyAsync(task).get(20, TimeUnit.SECONDS);
    } catch (Exception stuck) {
      throw new AssertionError("a lock is held", stuck);
    }
  }

  @Test
  void listener_thatMovesTheBreakerOn_isToldOfThatToo() {
    CircuitBreaker[] breaker = new CircuitBreaker[1];
    breaker[0] = builder()
        .listener(step -> {
          if (step.to() == CircuitState.OPEN) {
            breaker[0].disable();
          }
        })
        .listener(noting())
        .build();
    fail(breaker[0], 2);

    assertThat(breaker[0].state()).isEqualTo(CircuitState.DISABLED);
    assertThat(heard).containsExactlyInAnyOrder("CLOSED -> OPEN", "OPEN -> DISABLED");
  }

  @Test
  void breakerThatOnlyMeasures_tellsOnceThatItWouldHaveOpened() throws Exception {
    CircuitBreaker breaker = builder().listener(noting()).build();
    breaker.metricsOnly();
    heard.clear();
    threads.all(() -> {
      fail(breaker, 50);
      return true;
    });

    assertThat(heard).hasSize(1);
    assertThat(heard.get(0)).startsWith("claude: metrics-only for 0s, ");
    assertThat(breaker.state()).isEqualTo(CircuitState.METRICS_ONLY);
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .startsWith("WARN claude: metrics-only for 0s, 2 of 2 calls failed")
        .endsWith(": would have opened");

    breaker.metricsOnly();
    fail(breaker, 2);
    assertThat(heard).hasSize(3); // that it measures anew, and once more that it would have opened
  }

  @Test
  void breakerThatOnlyMeasures_tellsOfSlowCallsToo() {
    CircuitBreaker breaker =
        builder().countWindow(4).slowCalls(ofSeconds(1), 50).listener(noting()).build();
    breaker.metricsOnly();
    heard.clear();
    for (int i = 0; i < 8; i++) {
      succeedAfter(breaker, ofSeconds(2).toNanos());
    }

    assertThat(heard)
        .containsExactly("claude: metrics-only for 0s, 0 of 4 calls failed, 4 were slow");
  }
}
