package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.call.AttemptTimeoutException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** SPEC 24.5: publishers, subscribers and operations that break the rules. */
class StreamFaultTest extends HandStreams {
  @Test
  void publisher_thatFailsTwice_hasFailedOnce() {
    stream(policy()).subscribe(collector);
    attempts.get(0).fail(new IOException("1")).fail(new IOException("again")).complete();
    time.advance(ofSeconds(1));
    assertThat(attempts).hasSize(2);
    attempts.get(0).fail(new IOException("late"));
    attempts.get(1).complete();
    assertThat(collector.signals()).containsExactly("subscribed", "complete");
  }

  @Test
  void publisher_thatSubscribesTwice_orLate_isCancelled() {
    HandPublisher twice = new HandPublisher();
    HandPublisher late = new HandPublisher();
    List<Flow.Subscriber<? super String>> waiting = new ArrayList<>();
    AsyncRetry.with(policy().build()).<String>stream(() -> subscriber -> {
          begin().subscribe(subscriber);
          twice.subscribe(subscriber);
        })
        .subscribe(collector);
    assertThat(twice.isCancelled()).isTrue();
    assertThat(attempts.get(0).isCancelled()).isFalse();

    Collector other = new Collector();
    AsyncRetry.with(policy().build()).<String>stream(() -> waiting::add).subscribe(other);
    other.request(3);
    other.cancel();
    late.subscribe(waiting.get(0));
    assertThat(late.isCancelled()).isTrue();
    assertThat(late.requested()).isZero();
  }

  @Test
  void publisher_thatThrowsWhenAsked_hasFailed() {
    AsyncRetry.with(policy().maxAttempts(1).build()).<String>stream(
            () -> subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
              @Override
              public void request(long n) {
                throw new IllegalStateException("asked");
              }

              @Override
              public void cancel() {
                collector.note("cancelled");
              }
            }))
        .subscribe(collector);
    collector.request(1);
    assertThat(collector.signals())
        .containsExactly("subscribed", "cancelled", "java.lang.IllegalStateException: asked");
  }

  @Test
  void publisher_thatSendsMoreThanItWasAskedFor_isStopped() {
    stream(policy()).subscribe(collector);
    collector.request(1);
    attempts.get(0).send("a", "b");
    assertThat(attempts.get(0).isCancelled()).isTrue();
    assertThat(collector.signals()).first().isEqualTo("subscribed");
    assertThat(collector.failure()).isInstanceOf(IllegalStateException.class);
    assertThat(attempts).hasSize(1);
  }

  @Test
  void request_forNothing_endsItWithThat() {
    stream(policy()).subscribe(collector);
    collector.request(0);
    assertThat(collector.failure())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("request must be for one element or more (rule 3.9), was 0");
    assertThat(attempts).hasSize(1);
  }

  @Test
  void request_forNothing_inThePause_endsItWithThat() {
    stream(policy()).subscribe(collector);
    attempts.get(0).fail(new IOException("1"));
    collector.request(-1);
    assertThat(collector.failure()).isInstanceOf(IllegalArgumentException.class);
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void subscriber_thatThrows_endsIt() {
    IllegalStateException thrown = new IllegalStateException("on purpose");
    Collector broken = new Collector() {
      @Override
      public void onNext(String element) {
        throw thrown;
      }
    };
    stream(policy()).subscribe(broken);
    broken.request(10);
    attempts.get(0).send("a", "b");
    assertThat(attempts.get(0).isCancelled()).isTrue();
    assertThat(broken.failure()).isSameAs(thrown);
  }

  @Test
  void operation_thatThrowsOrReturnsNull_hasFailed() {
    int[] begun = {0};
    AsyncRetry.with(policy().build()).withExecutor(Runnable::run).<String>stream(() -> {
          if (++begun[0] == 1) {
            throw new IllegalStateException("1");
          }
          return begun[0] == 2 ? null : begin();
        })
        .subscribe(collector);
    time.advance(ofSeconds(1));
    time.advance(ofSeconds(1));
    attempts.get(0).complete();
    assertThat(collector.signals()).containsExactly("subscribed", "complete");
  }

  @Test
  void whatAddsUp_thatThrows_endsIt() {
    stream(policy())
        .resumeFrom(
            ArrayList::new,
            (soFar, element) -> {
              throw new ArithmeticException("no");
            },
            (soFar, failure) -> begin())
        .subscribe(collector);
    collector.request(10);
    attempts.get(0).send("a");
    assertThat(collector.signals())
        .containsExactly("subscribed", "java.lang.ArithmeticException: no");
    assertThat(attempts).hasSize(1);
  }

  /** Rule 1.9 of Reactive Streams: who subscribes is thrown nothing. */
  @Test
  @SuppressWarnings("NullAway") // on purpose
  void whatItIsAddedUpIn_thatCannotBeMade_endsIt() {
    for (Supplier<StringBuilder> broken : List.<Supplier<StringBuilder>>of(() -> null, () -> {
      throw new ArithmeticException("no");
    })) {
      Collector told = new Collector();
      stream(policy())
          .resumeFrom(broken, StringBuilder::append, (soFar, failure) -> begin())
          .subscribe(told);
      assertThat(told.signals()).hasSize(2).startsWith("subscribed");
      collector.note(String.valueOf(told.failure()));
    }
    assertThat(collector.signals())
        .containsExactly(
            "java.lang.NullPointerException: initially returned null",
            "java.lang.ArithmeticException: no");
    assertThat(attempts).isEmpty();
  }

  @Test
  void publisher_thatThrowsAnErrorWhenCancelled_isTimedOutAllTheSame() {
    AsyncRetry.with(policy().attemptTimeout(ofSeconds(5)).maxAttempts(1).build())
        .withExecutor(Runnable::run)
        .<String>stream(() -> subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {
            throw new AssertionError("on purpose");
          }
        }))
        .subscribe(collector);
    collector.request(1);
    time.advance(ofSeconds(5));
    assertThat(collector.failure()).isInstanceOf(AttemptTimeoutException.class);
  }
}
