package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.RetrySwitch;
import io.retrykit.backoff.Backoff;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.StopReason;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC 12.2: the switch bounds all attempts of a call, those beside each other included. */
@SuppressWarnings({"try", "FutureReturnValueIgnored"
}) // a scope is only closed, a call looked at by its stages
class HedgeSwitchTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();
  private final List<StopReason> reasons = new ArrayList<>();
  private final AsyncRetry retry = AsyncRetry.with(RetryPolicy.builder()
          .discovery(false)
          .maxAttempts(3)
          .attemptTimeout(ofSeconds(1))
          .backoff(Backoff.none())
          .listener(event -> {
            if (event.type() == RetryEvent.Type.GAVE_UP) {
              event.reason().ifPresent(reasons::add);
            }
          })
          .timebase(time)
          .build())
      .withExecutor(Runnable::run)
      .withHedge(Hedge.after(ofMillis(100)).withMaxAttempts(3));

  private CompletableFuture<Object> call() {
    return retry.call(this::begin);
  }

  private CompletableFuture<Object> begin() {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    stages.add(stage);
    return stage;
  }

  private void failAll() {
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).completeExceptionally(new IOException("no"));
    }
  }

  @Test
  void off_beginsNoneBesideTheFirst_norAfterIt() {
    try (RetrySwitch.Scope off = RetrySwitch.off()) {
      CompletableFuture<Object> call = call();
      time.advance(ofMillis(900));
      assertThat(stages).hasSize(1);
      failAll();
      assertThat(call).isCompletedExceptionally();
      assertThat(stages).hasSize(1);
    }
    assertThat(reasons).containsExactly(StopReason.SWITCHED_OFF);
  }

  /** Turned off while a hedge waits for its moment. */
  @Test
  void off_holdsForCallsUnderWay() {
    call();
    time.advance(ofMillis(100));
    assertThat(stages).hasSize(2);
    try (RetrySwitch.Scope off = RetrySwitch.off()) {
      time.advance(ofMillis(500));
      assertThat(stages).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 4", "5, 5", "9, 9", "20, 9"})
  void capped_boundsAllAttemptsOfACall(int cap, int made) {
    try (RetrySwitch.Scope capped = RetrySwitch.capped(cap)) {
      CompletableFuture<Object> call = call();
      for (int i = 0; i < 20; i++) {
        failAll();
      }
      assertThat(call).isCompletedExceptionally();
    }
    assertThat(stages).hasSize(made);
  }

  /** One that a guard did not let begin has not been made. */
  @Test
  void capped_doesNotCountAttemptsThatWereRefused() {
    int[] asked = {0};
    Guard second = new Guard() {
      @Override
      public String name() {
        return "second";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return ++asked[0] == 2 ? Admission.refused("no", Admission.UNKNOWN) : Admission.granted();
      }
    };
    RetryPolicy guarded = retry.policy().toBuilder().guard(second).build();
    AsyncRetry careful =
        AsyncRetry.with(guarded).withExecutor(Runnable::run).withHedge(Hedge.after(ofMillis(100)));
    try (RetrySwitch.Scope capped = RetrySwitch.capped(2)) {
      careful.call(this::begin);
      time.advance(ofMillis(100));
      failAll();
      assertThat(asked).containsExactly(3);
      assertThat(stages).hasSize(2);
    }
  }

  /** Attempts whose time was over together have been made, though one failure is all that is told. */
  @ParameterizedTest
  @CsvSource({"3, 3", "4, 4", "7, 7"})
  void capped_countsAttemptsThatWereCancelled(int cap, int made) {
    try (RetrySwitch.Scope capped = RetrySwitch.capped(cap)) {
      CompletableFuture<Object> call = call();
      time.advance(ofSeconds(10));
      assertThat(call).isCompletedExceptionally();
    }
    assertThat(stages).hasSize(made);
  }
}
