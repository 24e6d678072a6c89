package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SPEC 23.4: every place where something of the user's can throw, at the first attempt, the second and the last. */
class AsyncThrowingTest {
  private static final int LAST = 3;

  /** Where it throws. */
  enum Place {
    SUPPLIER,
    ERROR,
    NULL_STAGE,
    RESULT_PREDICATE,
    PREDICATE,
    CLASSIFIER,
    BACKOFF,
    LISTENER,
    BUDGET,
    EXECUTOR,
    ON_DISCARD
  }

  static Stream<Arguments> places() {
    return Arrays.stream(Place.values())
        .flatMap(place -> IntStream.rangeClosed(1, LAST).mapToObj(at -> Arguments.of(place, at)));
  }

  private final VirtualTimebase time = VirtualTimebase.manual();
  private final IllegalStateException thrown = new IllegalStateException("on purpose");
  private final AssertionError error = new AssertionError("on purpose");
  private int attempts;

  private boolean now(int at) {
    return attempts == at;
  }

  @ParameterizedTest
  @MethodSource("places")
  void whereverItThrows_theFutureCompletes_withTheRightThing_andNothingIsLeft(Place place, int at) {
    int[] completions = {0};
    Executor executor = task -> {
      if (place == Place.EXECUTOR && attempts == at) {
        throw thrown;
      }
      task.run();
    };
    boolean results = place == Place.RESULT_PREDICATE || place == Place.ON_DISCARD;
    CompletableFuture<Object> call = AsyncRetry.with(policy(place, at).build())
        .withExecutor(executor)
        .call(() -> attempt(place, at, results));
    CompletableFuture<Integer> counted = call.handle((result, failure) -> ++completions[0]);
    for (int i = 0; i < 10; i++) {
      time.advance(ofSeconds(1));
    }
    CompletableFuture<Integer> seen = counted.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS);

    assertThat(seen.join()).isOne(); // a rejection is told of on another thread
    assertThat(time.pendingTasks()).isZero();
    Object end =
        call.handle((result, failure) -> failure == null ? result : failure).join();
    assertThat(end).isEqualTo(expected(place));
    boolean hasFailed = end == thrown && place != Place.SUPPLIER && !results;
    if (hasFailed) {
      assertThat(thrown.getSuppressed()).isNotEmpty().allMatch(each -> each instanceof IOException);
    }
    assertThat(attempts).isEqualTo(expectedAttempts(place, at));
  }

  private @Nullable CompletableFuture<Object> attempt(Place place, int at, boolean results) {
    attempts++;
    if (place == Place.SUPPLIER && now(at)) {
      throw thrown;
    }
    if (place == Place.ERROR && now(at)) {
      throw error;
    }
    if (place == Place.NULL_STAGE && now(at)) {
      return null;
    }
    return results || attempts == LAST + 1
        ? CompletableFuture.completedFuture("bad")
        : CompletableFuture.failedFuture(new IOException("attempt " + attempts));
  }

  private RetryPolicyBuilder policy(Place place, int at) {
    RetryPolicyBuilder policy = RetryPolicy.builder().maxAttempts(LAST + 1).timebase(time);
    policy.backoff((failures, previous, random) -> {
      throwAt(place, Place.BACKOFF, at);
      return ofMillis(1).toNanos();
    });
    switch (place) {
      case RESULT_PREDICATE ->
        policy.retryOnResult(result -> {
          throwAt(place, Place.RESULT_PREDICATE, at);
          return true;
        });
      case ON_DISCARD ->
        policy.retryOnResult(result -> true).onDiscard(result -> throwAt(place, place, at));
      case PREDICATE ->
        policy.retryOn(failure -> {
          throwAt(place, place, at);
          return true;
        });
      case CLASSIFIER ->
        policy.classifier(failure -> {
          throwAt(place, place, at);
          return Verdict.noOpinion();
        });
      case LISTENER -> policy.listener(event -> throwAt(place, place, at));
      case BUDGET -> policy.budget(new ThrowingBudget(at));
      default -> policy.name("plain");
    }
    return policy;
  }

  private void throwAt(Place place, Place here, int at) {
    if (place == here && now(at)) {
      throw thrown;
    }
  }

  private final class ThrowingBudget implements RetryBudget {
    private final int at;

    ThrowingBudget(int at) {
      this.at = at;
    }

    @Override
    public String name() {
      return "throwing";
    }

    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      throwAt(Place.BUDGET, Place.BUDGET, at);
      return 1;
    }
  }

  private Object expected(Place place) {
    return switch (place) {
      case SUPPLIER, NULL_STAGE, LISTENER, ON_DISCARD ->
        "bad"; // a failed attempt, or logged and dropped
      case ERROR -> error;
      default -> thrown;
    };
  }

  private static int expectedAttempts(Place place, int at) {
    return switch (place) {
      case SUPPLIER, NULL_STAGE, LISTENER, ON_DISCARD -> LAST + 1;
      default -> at;
    };
  }

  /** SPEC 23.5: with the timer of this module, in real time. */
  @Test
  void usersCode_neverRunsOnTheTimersThread() throws Exception {
    StringBuilder threads = new StringBuilder();
    CompletableFuture<String> call = AsyncRetry.with(RetryPolicy.builder()
            .backoff(Backoff.fixed(ofMillis(1)))
            .attemptTimeout(ofMillis(1))
            .onRetry((failure, attempt) ->
                threads.append(Thread.currentThread().getName()).append('\n'))
            .build())
        .call(() -> {
          threads.append(Thread.currentThread().getName()).append('\n');
          return new CompletableFuture<>();
        });
    call.handle((result, failure) -> threads.append(Thread.currentThread().getName()))
        .get();

    assertThat(threads.toString().lines()).hasSize(6).doesNotContain("retrykit-async-timer");
  }

  /** A stage that cannot be cancelled, in the worst way. */
  private CompletableFuture<Object> stubborn() {
    attempts++;
    return new CompletableFuture<>() {
      @Override
      public boolean cancel(boolean mayInterrupt) {
        throw error;
      }
    };
  }

  @Test
  void stageWhoseCancelThrowsAnError_isTimedOutAllTheSame() {
    CompletableFuture<Object> call = AsyncRetry.with(RetryPolicy.builder()
            .maxAttempts(2)
            .backoff(Backoff.none())
            .attemptTimeout(ofSeconds(1))
            .timebase(time)
            .build())
        .withExecutor(Runnable::run)
        .call(this::stubborn);
    time.advance(ofSeconds(1));
    time.advance(ofSeconds(1));

    assertThat(attempts).isEqualTo(2);
    assertThat(call).isCompletedExceptionally();
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void stageWhoseCancelThrowsAnError_isGivenUp_andGuardAndListenersHearOfIt() {
    List<String> told = new ArrayList<>();
    Guard guard = new Guard() {
      @Override
      public String name() {
        return "guard";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.granted();
      }

      @Override
      public void abandoned(@Nullable Object lease) {
        told.add("abandoned");
      }
    };
    CompletableFuture<Object> call = AsyncRetry.with(RetryPolicy.builder()
            .guard(guard)
            .listener(event -> told.add(event.type().toString()))
            .timebase(time)
            .build())
        .call(this::stubborn);

    assertThat(call.cancel(true)).isTrue();
    assertThat(told).containsExactly("abandoned", "GAVE_UP");
  }
}
