package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** SPEC 24.1, SPEC 24.2, SPEC 24.3, SPEC 24.4, SPEC 24.5: streams that are begun again, and gone on with. */
class StreamTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<HandPublisher> attempts = new ArrayList<>();
  private final Collector collector = new Collector();

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .maxAttempts(3)
        .backoff(Backoff.fixed(ofSeconds(1)))
        .timebase(time)
        .discovery(false);
  }

  private RetryStream<String> stream(RetryPolicyBuilder policy) {
    return AsyncRetry.with(policy.build()).withExecutor(Runnable::run).stream(this::begin);
  }

  private HandPublisher begin() {
    attempts.add(new HandPublisher());
    return attempts.get(attempts.size() - 1);
  }

  @Test
  void failure_beforeTheFirstElement_isRetriedAfterThePause() {
    stream(policy()).subscribe(collector);
    collector.request(10);
    attempts.get(0).fail(new IOException("1"));
    assertThat(attempts).hasSize(1);
    time.advance(ofSeconds(1));
    attempts.get(1).send("a", "b").complete();

    assertThat(collector.signals()).containsExactly("subscribed", "a", "b", "complete");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void failure_afterTheFirstElement_isPassedOn() {
    stream(policy()).subscribe(collector);
    collector.request(10);
    attempts.get(0).send("a").fail(new IOException("in the middle"));
    time.advance(ofSeconds(10));

    assertThat(attempts).hasSize(1);
    assertThat(collector.signals())
        .containsExactly("subscribed", "a", "java.io.IOException: in the middle");
  }

  @Test
  void failure_afterTheFirstElement_isGoneOnWith_ifSomebodyCan() {
    stream(policy())
        .resumeWith((delivered, last, failure) -> {
          collector.note("resume after " + delivered + " " + last + " " + failure);
          return begin();
        })
        .subscribe(collector);
    collector.request(3);
    attempts.get(0).send("a", "b").fail(new IOException("cut"));
    time.advance(ofSeconds(1));
    assertThat(attempts.get(1).requested()).isEqualTo(1);
    attempts.get(1).send("c");
    collector.request(5);
    assertThat(attempts.get(1).requested()).isEqualTo(6);
    attempts.get(1).send("d").complete();

    assertThat(collector.signals())
        .containsExactly(
            "subscribed",
            "a",
            "b",
            "resume after 2 b java.io.IOException: cut",
            "c",
            "d",
            "complete");
  }

  @Test
  void demand_isCarriedToTheNextAttempt_andNeverMore() {
    stream(policy()).subscribe(collector);
    collector.request(2);
    collector.request(3);
    assertThat(attempts.get(0).requested()).isEqualTo(5);
    attempts.get(0).fail(new IOException("1"));
    collector.request(1);
    time.advance(ofSeconds(1));
    assertThat(attempts.get(1).requested()).isEqualTo(6);
  }

  @Test
  void demand_withoutBounds_isThatOfEveryAttempt() {
    stream(policy()).subscribe(collector);
    collector.request(Long.MAX_VALUE - 1);
    collector.request(Long.MAX_VALUE);
    attempts.get(0).fail(new IOException("1"));
    time.advance(ofSeconds(1));
    assertThat(attempts.get(1).requested()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void eachSubscription_hasAttemptsOfItsOwn() {
    RetryStream<String> stream = stream(policy());
    Collector other = new Collector();
    stream.subscribe(collector);
    stream.subscribe(other);
    attempts.get(0).fail(new IOException("1"));
    attempts.get(1).complete();
    assertThat(other.signals()).containsExactly("subscribed", "complete");
    assertThat(collector.signals()).containsExactly("subscribed");
  }

  @Test
  void cancel_inThePause_dropsIt() {
    stream(policy()).subscribe(collector);
    attempts.get(0).fail(new IOException("1"));
    collector.cancel();
    assertThat(time.pendingTasks()).isZero();
    time.advance(ofSeconds(10));
    assertThat(attempts).hasSize(1);
    assertThat(collector.signals()).containsExactly("subscribed");
  }

  @Test
  void cancel_whileItFlows_cancelsTheAttempt() {
    stream(policy()).subscribe(collector);
    collector.request(10);
    attempts.get(0).send("a");
    collector.cancel();
    attempts.get(0).send("b").fail(new IOException("late"));
    assertThat(attempts.get(0).isCancelled()).isTrue();
    assertThat(collector.signals()).containsExactly("subscribed", "a");
  }

  @Test
  void cancel_amidElementsThatComeAtOnce_stopsThePublisher() {
    Collector one = new Collector() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        super.onSubscribe(subscription);
        request(10);
      }

      @Override
      public void onNext(String element) {
        super.onNext(element);
        cancel();
      }
    };
    List<String> sent = new ArrayList<>();
    AsyncRetry.with(policy().build()).<String>stream(() -> subscriber -> {
          HandPublisher hand = begin();
          hand.subscribe(subscriber);
          for (int i = 0; i < 3 && !hand.isCancelled(); i++) {
            sent.add("e" + i);
            hand.send("e" + i);
          }
        })
        .subscribe(one);
    assertThat(sent).containsExactly("e0");
    assertThat(one.signals()).containsExactly("subscribed", "e0");
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void cancel_inOnSubscribe_beginsNothing() {
    stream(policy()).subscribe(new Collector() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
      }
    });
    assertThat(attempts).isEmpty();
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

  @Test
  void end_withoutWhatAWholeStreamHas_isAFailure() {
    RetryStream<String> stream = stream(policy()).completeWhen("stop"::equals);
    stream.subscribe(collector);
    collector.request(10);
    attempts.get(0).complete();
    time.advance(ofSeconds(1));
    attempts.get(1).send("a").complete();
    assertThat(collector.failure())
        .isInstanceOf(IncompleteStreamException.class)
        .hasMessage("the stream ended after 1 elements without its last one");
  }

  @Test
  void failure_afterWhatAWholeStreamHas_isAnEnd() {
    stream(policy()).completeWhen("stop"::equals).subscribe(collector);
    collector.request(10);
    attempts.get(0).send("a", "stop", "usage").fail(new IOException("reset"));
    assertThat(collector.signals()).containsExactly("subscribed", "a", "stop", "usage", "complete");
  }

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
}
