package io.retrykit.ratelimit;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A quota without the engine. */
class ReservationTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Quota quota = Quota.builder()
      .timebase(time)
      .requestsPerMinute(50)
      .tokensPerMinute(10_000)
      .maxWait(ofSeconds(60))
      .build();

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private void assertLeft(long requests, long tokens) {
    assertThat(quota.available())
        .containsEntry("requests", requests)
        .containsEntry("tokens", tokens);
  }

  @Test
  void tryReserve_short_drawsNothing() {
    assertThat(quota.tryReserve(9_000)).isPresent();
    assertThat(quota.tryReserve(1_001)).isEmpty();
    assertThat(quota.tryReserve(10_001)).isEmpty();
    assertLeft(49, 1_000);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void reserve_short_waits() throws InterruptedException {
    quota.reserve(9_000);
    quota.reserve(5_000);
    assertThat(time.sleeps()).containsExactly(ofSeconds(24));
    assertLeft(49, 0);
  }

  @Test
  void reserve_longerThanTheLongestWait_isRefused() {
    quota.tryReserve(10_000);
    quota.admit(AdmissionRequest.first("queued", 10_000, Nanos.FOREVER));
    assertThat(catchThrowable(() -> quota.reserve(1)))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by quota: tokens: 1 asked for, 0 of 10000 available, "
            + "that is a wait of 1m, retry after PT1M0.006S");
    assertThat(catchThrowable(() -> quota.reserve(10_001)))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessage("attempt refused by quota: tokens: 10001 asked for, "
            + "which is more than the burst of 10000");
    assertLeft(-1, -10_000); // who waits draws from both when the wait is over
  }

  @Test
  void reserve_interruptedWhileItWaits_givesEverythingBack() throws Exception {
    VirtualTimebase manual = VirtualTimebase.manual();
    Quota shared = Quota.builder()
        .timebase(manual)
        .requestsPerMinute(50)
        .tokensPerMinute(10_000)
        .build();
    shared.reserve(10_000);
    FutureTask<@Nullable Throwable> waiting =
        new FutureTask<>(() -> catchThrowable(() -> shared.reserve(5_000)));
    Thread thread = new Thread(waiting, "waiting");
    thread.setDaemon(true);
    thread.start();
    manual.awaitSleepers(1);
    assertThat(shared.available()).containsEntry("tokens", -5_000L);
    thread.interrupt();
    assertThat(waiting.get(60, SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(shared.available()).containsEntry("requests", 49L).containsEntry("tokens", 0L);
  }

  @Test
  void reserve_interruptedBefore_looksAtTheFlagOnlyToWait() throws InterruptedException {
    Thread.currentThread().interrupt();
    quota.reserve(10_000);
    assertThat(catchThrowable(() -> quota.reserve(1))).isInstanceOf(InterruptedException.class);
    assertLeft(49, 0);
  }

  @Test
  void settle_oneDimension_leavesTheOthersOpen() {
    Reservation reservation = quota.tryReserve(4_000).orElseThrow();
    assertThat(reservation.settle("tokens", 100)).isTrue();
    assertThat(reservation.settle("tokens", 0)).isFalse();
    assertLeft(49, 9_900);
    assertThat(reservation.release()).isTrue();
    assertLeft(50, 9_900);
    assertThat(reservation.release()).isFalse();
    assertThat(reservation.settle("requests", 9)).isFalse();
    assertLeft(50, 9_900);
  }

  @Test
  void settle_wrongArguments_areRefusedAndDecideNothing() {
    Reservation reservation = quota.tryReserve(4_000).orElseThrow();
    assertThatThrownBy(() -> reservation.settle("token", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dimension must be one of [requests, tokens], was token");
    assertThatThrownBy(() -> reservation.settle("tokens", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("actual of tokens must be zero or more, was -1");
    assertThatThrownBy(() -> quota.tryReserve(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(reservation.settle("tokens", 4_000)).isTrue();
    assertThat(reservation).hasToString("reservation of quota");
  }
}
