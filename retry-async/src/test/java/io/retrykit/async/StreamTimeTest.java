package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.call.AttemptTimeoutException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** SPEC 24.3: the time a stream may take to its first element, and from one to the next. */
class StreamTimeTest extends HandStreams {
  private final Queue<Runnable> executed = new ArrayDeque<>();

  private RetryStream<String> streamOnExecutor() {
    return AsyncRetry.with(policy().attemptTimeout(ofSeconds(5)).maxAttempts(1).build())
        .withExecutor(executed::add)
        .stream(this::begin)
        .gapTimeout(ofSeconds(2));
  }

  @Test
  void attemptTimeout_isForTheFirstElement() {
    stream(policy().attemptTimeout(ofSeconds(5))).subscribe(collector);
    collector.request(10);
    time.advance(ofSeconds(5));
    assertThat(attempts.get(0).isCancelled()).isTrue();
    time.advance(ofSeconds(1));
    time.advance(ofSeconds(4));
    attempts.get(1).send("a");
    time.advance(ofSeconds(60));
    attempts.get(1).send("b").complete();
    assertThat(collector.signals()).containsExactly("subscribed", "a", "b", "complete");
  }

  @Test
  void attemptTimeout_doesNotRunWhileNothingIsAskedFor() {
    stream(policy().attemptTimeout(ofSeconds(5)).maxAttempts(1)).subscribe(collector);
    time.advance(ofSeconds(12));
    collector.request(1);
    time.advance(ofSeconds(4));
    assertThat(attempts.get(0).isCancelled()).isFalse();
    time.advance(ofSeconds(1));
    assertThat(attempts.get(0).isCancelled()).isTrue();
    assertThat(collector.failure()).isExactlyInstanceOf(AttemptTimeoutException.class);
  }

  @Test
  void gapTimeout_endsAnAttemptThatHasGoneSilent() {
    stream(policy()).gapTimeout(ofSeconds(2)).subscribe(collector);
    collector.request(10);
    attempts.get(0).send("a");
    time.advance(ofSeconds(1));
    attempts.get(0).send("b");
    time.advance(ofSeconds(1));
    assertThat(attempts.get(0).isCancelled()).isFalse();
    time.advance(ofSeconds(1));
    assertThat(attempts.get(0).isCancelled()).isTrue();
    assertThat(collector.failure())
        .isInstanceOf(GapTimeoutException.class)
        .hasMessage("attempt 1 sent nothing for PT2S after 2 elements");
    assertThat(time.pendingTasks()).isZero();
  }

  /** Rule 3.3 lets a publisher send inside a request, and a subscriber request inside an element. */
  @Test
  void gapTimeout_ofElementsSentInsideEachOther_losesNone() {
    HandPublisher publisher = new HandPublisher().sendOnRequest();
    RetryStream<String> stream =
        AsyncRetry.with(policy().build()).stream(() -> publisher).gapTimeout(ofSeconds(1));
    Collector greedy = new Collector() {
      @Override
      public void onNext(String element) {
        super.onNext(element);
        if (signals().size() < 4) {
          request(1);
        }
      }
    };
    stream.subscribe(greedy);
    greedy.request(1);
    assertThat(greedy.signals()).containsExactly("subscribed", "x", "x", "x");
    time.advance(ofSeconds(5));
    assertThat(greedy.failure()).isNull(); // it has asked for no more
    greedy.request(1);
    publisher.complete();
    assertThat(greedy.signals()).endsWith("x", "complete");
  }

  @Test
  void gapTimeout_doesNotCountTheTimeNothingIsAskedFor() {
    stream(policy()).gapTimeout(ofSeconds(2)).subscribe(collector);
    collector.request(1);
    attempts.get(0).send("a");
    time.advance(ofSeconds(29)); // the timer looks every two seconds, next after one
    collector.request(1);
    time.advance(ofMillis(1_900));
    attempts.get(0).send("b").complete();
    assertThat(collector.signals()).containsExactly("subscribed", "a", "b", "complete");
    assertThat(time.pendingTasks()).isZero();
  }

  /** SPEC 23.5: a publisher that blocks where it is cancelled must not stop the timer. */
  @Test
  void attemptTimeout_cancelsThePublisher_onTheExecutor() {
    streamOnExecutor().subscribe(collector);
    collector.request(10);
    time.advance(ofSeconds(5));
    assertThat(attempts.get(0).isCancelled()).isFalse();
    attempts.get(0).send("late");
    executed.remove().run();
    assertThat(attempts.get(0).cancels()).isOne();
    assertThat(collector.signals()).hasSize(2);
    assertThat(collector.failure()).isExactlyInstanceOf(AttemptTimeoutException.class);
    assertThat(executed).isEmpty();
  }

  /** SPEC 23.5. */
  @Test
  void gapTimeout_cancelsThePublisher_onTheExecutor() {
    streamOnExecutor().subscribe(collector);
    collector.request(10);
    attempts.get(0).send("a");
    time.advance(ofSeconds(2));
    assertThat(attempts.get(0).isCancelled()).isFalse();
    attempts.get(0).send("late");
    executed.remove().run();
    assertThat(attempts.get(0).cancels()).isOne();
    assertThat(collector.signals()).hasSize(3).startsWith("subscribed", "a");
    assertThat(collector.failure()).isExactlyInstanceOf(GapTimeoutException.class);
    assertThat(executed).isEmpty();
  }

  @Test
  void cancel_betweenTheTimeoutAndItsTaskOnTheExecutor_cancelsThePublisherOnce() {
    streamOnExecutor().subscribe(collector);
    collector.request(10);
    time.advance(ofSeconds(5));
    collector.cancel();
    assertThat(attempts.get(0).cancels()).isOne();
    executed.remove().run();

    Collector other = new Collector();
    streamOnExecutor().subscribe(other);
    other.request(10);
    attempts.get(1).send("a");
    time.advance(ofSeconds(2));
    other.cancel();
    assertThat(attempts.get(1).cancels()).isOne();
    executed.remove().run();

    assertThat(attempts).extracting(HandPublisher::cancels).containsExactly(1, 1);
    assertThat(collector.failure()).isNull();
    assertThat(other.failure()).isNull();
  }

  /** It may then be told of on any thread but the timer's. */
  @Test
  void timeouts_thatTheExecutorRejects_cancelThePublisher() throws Exception {
    for (boolean gap : new boolean[] {false, true}) {
      HandPublisher publisher = new HandPublisher();
      CountDownLatch ended = new CountDownLatch(1);
      Collector told = new Collector() {
        @Override
        public void onError(Throwable thrown) {
          ended.countDown();
        }
      };
      AsyncRetry.with(policy().attemptTimeout(ofSeconds(5)).maxAttempts(1).build())
          .withExecutor(task -> {
            throw new RejectedExecutionException("full");
          })
          .stream(() -> publisher)
          .gapTimeout(ofSeconds(2))
          .subscribe(told);
      told.request(10);
      if (gap) {
        publisher.send("a");
      }
      time.advance(ofSeconds(5));
      ended.await();
      assertThat(publisher.cancels()).isOne();
    }
  }

  /** SPEC 23.4: a publisher must never hear of it: to Reactive Streams a subscriber that throws is one that has gone. */
  @Test
  void gapTimer_thatTheSchedulerRejects_endsTheStreamWithThat() {
    ScheduledThreadPoolExecutor shut = new ScheduledThreadPoolExecutor(1);
    shut.shutdown();
    AsyncRetry.with(policy().build()).withScheduler(shut).stream(this::begin)
        .gapTimeout(ofSeconds(2))
        .subscribe(collector);
    collector.request(10);
    attempts.get(0).send("a", "b").complete();

    assertThat(collector.failure()).isInstanceOf(RejectedExecutionException.class);
    assertThat(collector.signals()).hasSize(2).startsWith("subscribed");
    assertThat(attempts).hasSize(1).extracting(HandPublisher::cancels).containsExactly(1);
  }
}
