package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.call.AttemptTimeoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimeoutsTest {
  private static final class OwnTimeout extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;
  }

  static Stream<Throwable> timeouts() {
    return Stream.of(
        new TimeoutException(),
        new SocketTimeoutException("Read timed out"),
        new HttpTimeoutException("request timed out"),
        new HttpConnectTimeoutException("HTTP connect timed out"),
        new AttemptTimeoutException(1, Duration.ofSeconds(1), null),
        new OwnTimeout(),
        new UncheckedIOException(new SocketTimeoutException()),
        new CompletionException(new IOException(new IOException(new TimeoutException()))));
  }

  @ParameterizedTest
  @MethodSource("timeouts")
  void timeout_itselfOrAsACause_isOne(Throwable failure) {
    assertThat(Timeouts.isTimeout(failure)).isTrue();
  }

  static Stream<Throwable> others() {
    IOException one = new IOException("one");
    IOException two = new IOException("two", one);
    one.initCause(two);
    return Stream.of(
        new ConnectException("Connection refused"),
        new IOException("timed out, it says"),
        new CancellationException(),
        new CompletionException(new IllegalStateException()),
        one,
        new RuntimeException(two),
        new RuntimeException(new RuntimeException(new RuntimeException(one))));
  }

  /** A circle of causes included. */
  @ParameterizedTest
  @MethodSource("others")
  void otherFailure_isNone(Throwable failure) {
    assertThat(Timeouts.isTimeout(failure)).isFalse();
  }

  @Test
  void nothing_isNone() {
    assertThat(Timeouts.isTimeout(null)).isFalse();
  }

  @Test
  void timeout_inALongChain_isFoundWhereverItIs() {
    for (int depth = 0; depth < 50; depth++) {
      Throwable failure = new TimeoutException();
      for (int i = 0; i < depth; i++) {
        failure = new RuntimeException(failure);
      }
      assertThat(Timeouts.isTimeout(failure)).as("behind %d others", depth).isTrue();
    }
  }

  /** Has another cause each time it is asked, or throws. */
  private static final class Odd extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean throwing;

    Odd(boolean throwing) {
      this.throwing = throwing;
    }

    @Override
    public synchronized Throwable getCause() {
      if (throwing) {
        throw new AssertionError("never");
      }
      return new Odd(false);
    }
  }

  @Test
  void causes_withoutEnd_orThatThrow_areNoTimeout() {
    assertThat(Timeouts.isTimeout(new Odd(false))).isFalse();
    assertThat(Timeouts.isTimeout(new RuntimeException(new Odd(true)))).isFalse();
  }
}
