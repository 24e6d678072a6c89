package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** SPEC 24.1, SPEC 24.2, SPEC 24.4: streams that are begun again, and gone on with. */
class StreamTest extends HandStreams {
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

  /** SPEC 24.9 */
  @Test
  void whatWasDelivered_isAddedUp_forEachSubscriptionApart() {
    List<String> asked = new ArrayList<>();
    RetryStream<String> stream = stream(policy())
        .resumeFrom(StringBuilder::new, StringBuilder::append, (soFar, failure) -> {
          asked.add(soFar + " " + failure);
          return begin();
        });
    Collector other = new Collector();
    stream.subscribe(collector);
    stream.subscribe(other);
    collector.request(10);
    other.request(10);
    attempts.get(0).send("a", "b").fail(new IOException("1"));
    attempts.get(1).send("x").fail(new IOException("2"));
    time.advance(ofSeconds(1));
    attempts.get(2).send("c").fail(new IOException("3"));
    time.advance(ofSeconds(1));
    assertThat(asked)
        .containsExactly(
            "ab java.io.IOException: 1", "x java.io.IOException: 2", "abc java.io.IOException: 3");
    attempts.get(4).send("d").complete();
    assertThat(collector.signals()).containsExactly("subscribed", "a", "b", "c", "d", "complete");
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
}
