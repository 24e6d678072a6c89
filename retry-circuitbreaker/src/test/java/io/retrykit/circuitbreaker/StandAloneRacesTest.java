package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.begin;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

/**
 * SPEC 22.8, 22.12: a call that several parties end, one after the other or at once, is one outcome or none, and in any
 * case one place among the probes.
 */
class StandAloneRacesTest {
  private final CircuitBreaker breaker = CircuitBreaker.builder("b")
      .timebase(VirtualTimebase.manual())
      .consecutiveFailures(1)
      .probes(1)
      .build();

  /** Who can end a call, and how. */
  enum Party {
    SUCCESS,
    FAILURE,
    STAGE_CANCELLED,
    CANCELLED,
    TIMED_OUT,
    GIVEN_A_VALUE;

    void end(CompletableFuture<String> stage, CompletableFuture<String> future) {
      switch (this) {
        case SUCCESS -> stage.complete("v");
        case FAILURE -> stage.completeExceptionally(new IOException("down"));
        case STAGE_CANCELLED -> stage.cancel(true);
        case CANCELLED -> future.cancel(true);
        case TIMED_OUT -> future.completeExceptionally(new TimeoutException());
        case GIVEN_A_VALUE -> future.complete("never mind");
      }
    }

    CircuitState leadsTo() {
      return switch (this) {
        case SUCCESS -> CircuitState.CLOSED;
        case FAILURE, TIMED_OUT -> CircuitState.OPEN;
        case STAGE_CANCELLED, CANCELLED, GIVEN_A_VALUE -> CircuitState.HALF_OPEN;
      };
    }
  }

  private CompletableFuture<String> probe(CompletableFuture<String> stage) {
    breaker.open();
    breaker.halfOpen();
    return breaker.callAsync(() -> stage);
  }

  private void assertNoPlaceIsLost() {
    if (breaker.state() == CircuitState.HALF_OPEN) {
      assertThat(breaker.snapshot().calls()).isZero();
      begin(breaker);
    }
  }

  @Property
  void partiesOneAfterTheOther_theFirstOneDecides(
      @ForAll @Size(min = 1, max = 6) @UniqueElements List<Party> parties) {
    CompletableFuture<String> stage = new CompletableFuture<>();
    CompletableFuture<String> future = probe(stage);
    parties.forEach(party -> party.end(stage, future));
    assertThat(future).isDone();
    assertThat(breaker.state()).isEqualTo(parties.get(0).leadsTo());
    assertNoPlaceIsLost();
  }

  @Property
  void partiesAtOnce_oneOfThemDecides(
      @ForAll @Size(min = 2, max = 3) @UniqueElements List<Party> parties) {
    CompletableFuture<String> stage = new CompletableFuture<>();
    CompletableFuture<String> future = probe(stage);
    CyclicBarrier start = new CyclicBarrier(parties.size());
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (Party party : parties) {
      Runnable task = () -> {
        await(start);
        party.end(stage, future);
      };
      threads.add(CompletableFuture.runAsync(task, work -> new Thread(work).start()));
    }
    threads.forEach(CompletableFuture::join); // with what went wrong in them
    assertThat(future).isDone();
    assertThat(parties).extracting(Party::leadsTo).contains(breaker.state());
    if (!future.isCompletedExceptionally() && "v".equals(future.join())) {
      assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }
    assertNoPlaceIsLost();
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await();
    } catch (InterruptedException | BrokenBarrierException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
