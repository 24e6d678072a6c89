package io.retrykit.examples.bedrock;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/** How broken connections, silence and delay look to the real client. */
class ConnectionFaultsTest {
  @AutoClose
  final EmbeddedBedrock server = EmbeddedBedrock.start();

  @AutoClose
  final Caller caller = Caller.patient(server);

  @AutoClose
  final Caller impatient = Caller.impatient(server);

  @Test
  void reset_insteadOfAnAnswer_surfacesAsSocketException() {
    server.enqueue(Reply.reset());

    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> caller.ask("a"))
        .withRootCauseInstanceOf(SocketException.class);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void close_insteadOfAnAnswer_surfacesAsClientException() {
    server.enqueue(Reply.close());

    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> caller.ask("a"))
        .withRootCauseInstanceOf(IOException.class);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40})
  void cutBody_beforeTheEnd_surfacesAsClientException(int bytes) {
    server.enqueue(Reply.cutBody(bytes));

    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> caller.ask("a"))
        .withRootCauseInstanceOf(IOException.class)
        .withMessageContaining("received: " + bytes);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void cutBody_beyondTheEnd_deliversTheWholeAnswer() {
    server.enqueue(Reply.cutBody(1_000_000));

    assertThat(caller.ask("a")).isEqualTo("You asked: a");
  }

  @Test
  void blackHole_withAnAttemptTimeout_surfacesAsThatTimeout() {
    server.enqueue(Reply.blackHole());

    assertThatExceptionOfType(ApiCallAttemptTimeoutException.class)
        .isThrownBy(() -> impatient.ask("a"));
  }

  @Test
  void fault_onAPooledConnection_leavesTheServerInService() {
    assertThat(caller.ask("before")).isEqualTo("You asked: before");
    server.enqueue(Reply.reset());

    assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> caller.ask("a"));
    assertThat(caller.ask("after")).isEqualTo("You asked: after");
  }

  @Test
  void after_aDelay_answersNoEarlier() {
    Duration delay = Duration.ofMillis(50);
    server.enqueue(Reply.text("late").after(delay));

    long start = System.nanoTime();
    String text = caller.ask("a");

    assertThat(text).isEqualTo("late");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void after_onAnErrorOrAFault_stillHappens() {
    Duration delay = Duration.ofMillis(1);
    server.enqueue(Reply.throttled().after(delay), Reply.reset().after(delay));

    assertThatExceptionOfType(ThrottlingException.class).isThrownBy(() -> caller.ask("a"));
    assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> caller.ask("b"));
  }

  @Test
  void after_aDelayBeyondThePatienceOfOne_holdsUpNobodyElse() {
    Reply late =
        Reply.text("late").after(Duration.ofDays(365_000_000)); // more than a long of nanos
    server.respondWith(request -> request.body().contains("slow") ? late : Reply.text("now"));

    assertThatExceptionOfType(ApiCallAttemptTimeoutException.class)
        .isThrownBy(() -> impatient.ask("slow"));
    assertThat(caller.ask("quick")).isEqualTo("now");
  }

  @Test
  void close_ofTheServer_refusesNewConnections() {
    server.close();

    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> caller.ask("a"))
        .withRootCauseInstanceOf(ConnectException.class);
  }

  @Test
  void close_ofTheServer_dropsACallInProgress() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    server.respondWith(request -> {
      arrived.countDown();
      return Reply.blackHole();
    });
    CompletableFuture<String> call = CompletableFuture.supplyAsync(() -> caller.ask("a"));
    assertThat(arrived.await(30, SECONDS)).isTrue();

    server.close();

    assertThat(call)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(SdkClientException.class);
  }
}
