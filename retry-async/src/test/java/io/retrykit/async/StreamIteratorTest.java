package io.retrykit.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SPEC 24.7: the elements of a stream, waited for. */
@Timeout(60)
class StreamIteratorTest {
  private final HandPublisher hand = new HandPublisher();

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private static AsyncRetry retry() {
    return AsyncRetry.with(RetryPolicy.builder()
        .maxAttempts(2)
        .backoff(Backoff.none())
        .abortOn(TimeoutException.class)
        .discovery(false)
        .build());
  }

  private StreamIterator<String> iterator() {
    return retry().stream(() -> hand).iterator();
  }

  @Test
  void elements_areThoseOfTheStream_howeverMany() {
    RetryStream<Long> numbers = retry().stream(() -> numbers(10_000, null));
    try (Stream<Long> elements = numbers.elements()) {
      assertThat(elements)
          .containsExactlyElementsOf(LongStream.range(0, 10_000).boxed().toList());
    }
  }

  private static RangePublisher numbers(long to, @Nullable Throwable failure) {
    return new RangePublisher(0, to, work -> new Thread(work).start(), failure);
  }

  @Test
  void elements_areAskedForAFewAtATime() {
    StreamIterator<String> iterator = iterator();
    assertThat(hand.requested()).isEqualTo(32);
    for (int i = 0; i < 16; i++) {
      hand.send("e" + i);
      assertThat(iterator.next()).isEqualTo("e" + i);
    }
    assertThat(hand.requested()).isEqualTo(48);
  }

  @Test
  void end_isTheEnd_howeverOftenItIsAskedFor() {
    StreamIterator<String> iterator = iterator();
    hand.send("a").complete();
    assertThat(iterator.next()).isEqualTo("a");
    assertThat(iterator.hasNext()).isFalse();
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void failure_comesAfterTheElementsBeforeIt() {
    StreamIterator<String> iterator = iterator();
    IOException failure = new IOException("cut");
    hand.send("a", "b").fail(failure);
    assertThat(iterator.next()).isEqualTo("a");
    assertThat(iterator.next()).isEqualTo("b");
    assertThatThrownBy(iterator::hasNext)
        .isInstanceOf(UncheckedIOException.class)
        .hasCause(failure);
    assertThatThrownBy(iterator::hasNext).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void failure_isThrownItself_ifItIsUnchecked_elseWrapped() {
    StreamIterator<String> iterator = iterator();
    IllegalStateException failure = new IllegalStateException("cut");
    hand.send("a").fail(failure);
    iterator.next();
    assertThatThrownBy(iterator::next).isSameAs(failure);

    StreamIterator<Long> other =
        retry().stream(() -> numbers(0, new TimeoutException("late"))).iterator();
    assertThatThrownBy(other::next)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void close_cancelsTheAttempt() {
    StreamIterator<String> iterator = iterator();
    hand.send("a");
    iterator.close();
    iterator.close();
    assertThat(hand.isCancelled()).isTrue();
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void closingTheElements_cancelsTheAttempt() {
    Stream<String> elements = retry().stream(() -> hand).elements();
    hand.send("a", "b");
    assertThat(elements.limit(1)).containsExactly("a");
    elements.close();
    assertThat(hand.isCancelled()).isTrue();
  }

  @Test
  void interrupt_whileItWaits_cancels_andKeepsTheFlag() {
    StreamIterator<String> iterator = iterator();
    Thread.currentThread().interrupt();
    assertThatThrownBy(iterator::next)
        .isInstanceOf(CancellationException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(hand.isCancelled()).isTrue();
  }

  /** Another thread closes what this one waits for. */
  @Test
  void close_byAnotherThread_endsTheWait() {
    StreamIterator<String> iterator = iterator();
    new Thread(iterator::close).start();
    assertThat(iterator.hasNext()).isFalse();
  }
}
