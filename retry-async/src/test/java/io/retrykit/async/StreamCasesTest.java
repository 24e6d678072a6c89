package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** The published cases on streams, by their ids: {@code spec/behaviour.json}. SPEC 24.1, SPEC 24.2. */
class StreamCasesTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<HandPublisher> attempts = new ArrayList<>();
  private final Collector consumer = new Collector();
  private final IllegalStateException unavailable = new IllegalStateException("UNAVAILABLE");

  private static RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .maxAttempts(3)
        .backoff(Backoff.fixed(ofSeconds(1)))
        .throttledBackoff(Backoff.fixed(ofSeconds(5)))
        .discovery(false);
  }

  private RetryStream<String> stream(RetryPolicyBuilder policy) {
    return AsyncRetry.with(policy.timebase(time).build()).withExecutor(Runnable::run).stream(
        this::begin);
  }

  private HandPublisher begin() {
    attempts.add(new HandPublisher());
    return attempts.get(attempts.size() - 1);
  }

  @Test
  void st01_failureAfterTheFirstMessage_isNotReplayed_oneBeforeItIs() {
    stream(policy()).subscribe(consumer);
    consumer.request(10);
    attempts.get(0).fail(unavailable);
    time.advance(ofSeconds(1));
    attempts.get(1).send("headers").fail(unavailable);
    time.advance(ofSeconds(60));

    assertThat(attempts).hasSize(2);
    assertThat(consumer.signals()).startsWith("subscribed", "headers").hasSize(3);
    assertThat(consumer.failure()).isSameAs(unavailable);
  }

  /** SPEC 24.1: nothing was delivered, so the policy decides. */
  @Test
  void st02_throttlingAsTheFirstEvent_isRetriedAsThrottling() {
    stream(policy().classifier(failure -> Verdict.throttled())).subscribe(consumer);
    consumer.request(10);
    attempts.get(0).fail(new IllegalStateException("throttlingException"));
    time.advance(ofSeconds(4));
    assertThat(attempts).hasSize(1);
    time.advance(ofSeconds(1));
    attempts.get(1).send("a").complete();
    assertThat(consumer.signals()).containsExactly("subscribed", "a", "complete");
  }

  @Test
  void st03_failureAfterThreeChunks_surfacesAfterThem_andIsGoneOnWithOnlyIfSomebodyCan() {
    stream(policy()).subscribe(consumer);
    consumer.request(10);
    attempts.get(0).send("1", "2", "3").fail(unavailable);
    time.advance(ofSeconds(60));
    assertThat(attempts).hasSize(1);
    assertThat(consumer.signals()).containsSubsequence("1", "2", "3").hasSize(5);
    assertThat(consumer.failure()).isSameAs(unavailable);

    Collector other = new Collector();
    stream(policy()).resumeWith((delivered, last, failure) -> begin()).subscribe(other);
    other.request(10);
    attempts.get(1).send("1", "2", "3").fail(unavailable);
    time.advance(ofSeconds(1));
    attempts.get(2).send("4").complete();
    assertThat(other.signals()).containsExactly("subscribed", "1", "2", "3", "4", "complete");
  }

  @Test
  void st05_subscriptionIsOne_andARequestForNothingIsAnError() {
    stream(policy()).subscribe(consumer);
    attempts.get(0).fail(unavailable);
    time.advance(ofSeconds(1));
    consumer.request(0);
    assertThat(consumer.signals()).filteredOn("subscribed"::equals).hasSize(1);
    assertThat(consumer.failure()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void st07_cancelInOnSubscribe_leavesNothingBegun() {
    stream(policy()).subscribe(new Collector() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
      }
    });
    time.advance(ofSeconds(60));
    assertThat(attempts).isEmpty();
    assertThat(time.pendingTasks()).isZero();
  }

  @Test
  void st08_cancelInThePause_cancelsTheTimer_andNothingIsSaid() {
    stream(policy()).subscribe(consumer);
    attempts.get(0).fail(unavailable);
    assertThat(time.pendingTasks()).isOne();
    consumer.cancel();
    assertThat(time.pendingTasks()).isZero();
    time.advance(ofSeconds(60));
    assertThat(consumer.signals()).containsExactly("subscribed");
  }

  /** A stream made by {@code call} would be complete, and retried no more, as soon as there is a publisher. */
  @Test
  void st11_streams_haveAnEntryOfTheirOwn() {
    assertThat(stream(policy())).isInstanceOf(Flow.Publisher.class);
    AsyncRetry.with(policy().timebase(time).build())
        .withExecutor(Runnable::run)
        .streamWithAttempt(attempt -> {
          consumer.note("attempt " + attempt.number() + " of " + attempt.max());
          return begin();
        })
        .subscribe(consumer);
    attempts.get(0).fail(unavailable);
    time.advance(ofSeconds(1));
    attempts.get(1).complete();
    assertThat(consumer.signals())
        .containsExactly("subscribed", "attempt 1 of 3", "attempt 2 of 3", "complete");
  }
}
