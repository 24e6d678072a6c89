package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.async.StreamScript.Demand;
import io.retrykit.async.StreamScript.Sent;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/**
 * SPEC 24.1, SPEC 24.2: whatever is sent, asked for and cancelled when, the subscriber sees the numbers from 0 on, none
 * twice and none left out, no more than it has asked for, and one end.
 */
class StreamInterleavingTest {
  private static int resumed;
  private static int cancelled;
  private static int completed;

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void subscriber_seesEachElementOnce_inLegalOrder(@ForAll("scripts") StreamScript script) {
    Run run = new Run(script);
    run.begin();
    run.time.advance(ofSeconds(10));
    run.check();
  }

  @AfterContainer
  static void streams_wereOfAllKinds() {
    assertThat(resumed).isGreaterThan(100);
    assertThat(cancelled).isGreaterThan(100);
    assertThat(completed).isGreaterThan(100);
  }

  @Provide
  Arbitrary<StreamScript> scripts() {
    return StreamScript.any();
  }

  private static final class Run implements Flow.Subscriber<Long> {
    private final VirtualTimebase time = VirtualTimebase.manual();
    private final StreamScript script;
    private final List<Sender> senders = new ArrayList<>();
    private Flow.@Nullable Subscription subscription;
    private long asked;
    private long received;
    private boolean left;
    private int planned;
    private @Nullable Object end;

    Run(StreamScript script) {
      this.script = script;
    }

    void begin() {
      RetryPolicyBuilder policy = RetryPolicy.builder()
          .maxAttempts(4)
          .backoff(Backoff.fixed(ofMillis(script.pause())))
          .timebase(time)
          .discovery(false);
      if (script.attemptTimeout() > 0) {
        policy.attemptTimeout(ofMillis(script.attemptTimeout()));
      }
      RetryStream<Long> stream =
          AsyncRetry.with(policy.build()).withExecutor(Runnable::run).stream(() -> sender(0));
      if (script.resumes()) {
        stream = stream.resumeWith((delivered, last, failure) -> {
          assertThat(last).isEqualTo(delivered - 1);
          resumed++;
          return sender(delivered);
        });
      }
      if (script.gap() > 0) {
        stream = stream.gapTimeout(ofMillis(script.gap()));
      }
      if (script.checksEnd()) {
        stream = stream.completeWhen(number -> number >= StreamScript.LAST);
      }
      stream.subscribe(this);
      long at = 0;
      for (Demand demand : script.demands()) {
        at += demand.after();
        later(at, () -> act(demand));
      }
    }

    private void later(long milliseconds, Runnable work) {
      planned++;
      time.schedule(milliseconds * 1_000_000, () -> {
        planned--;
        work.run();
      });
    }

    private Sender sender(long from) {
      assertThat(from == 0 ? received : from).isEqualTo(received);
      assertThat(senders).allMatch(before -> before.over);
      Sender sender = new Sender(from, script.attempt(senders.size()));
      senders.add(sender);
      return sender;
    }

    private void act(Demand demand) {
      Flow.Subscription mine = subscription;
      if (mine == null) {
        throw new AssertionError("no subscription");
      }
      if (demand.cancels()) {
        left = true;
        mine.cancel();
      } else {
        asked = asked + demand.count() < 0 ? Long.MAX_VALUE : asked + demand.count();
        mine.request(demand.count());
      }
    }

    @Override
    public void onSubscribe(Flow.Subscription one) {
      assertThat(subscription).isNull();
      subscription = one;
    }

    @Override
    public void onNext(Long element) {
      assertThat(end).isNull();
      assertThat(left).isFalse();
      assertThat(element).isEqualTo(received);
      received++;
      assertThat(received).isLessThanOrEqualTo(asked);
    }

    @Override
    public void onError(Throwable failure) {
      ended(failure);
    }

    @Override
    public void onComplete() {
      ended("complete");
    }

    private void ended(Object how) {
      assertThat(left).isFalse();
      assertThat(end).isNull();
      end = how;
    }

    void check() {
      Sender last = senders.get(senders.size() - 1);
      if (left) {
        cancelled++;
        assertThat(senders).allMatch(sender -> sender.over);
      } else if (end == null) {
        assertThat(last.over).as("waits, and nothing is on").isFalse();
      }
      if (end != null || left) {
        assertThat(time.pendingTasks() - planned).as("moments waited for").isZero();
      }
      if ("complete".equals(end)) {
        completed++;
        assertThat(last.completed || (script.checksEnd() && received > StreamScript.LAST))
            .isTrue();
        assertThat(script.checksEnd())
            .isEqualTo(script.checksEnd() && received > StreamScript.LAST);
      }
      if (!script.resumes() && received > 0) {
        assertThat(senders).filteredOn(sender -> sender.sent > 0).hasSize(1).contains(last);
      }
      if (end instanceof AssertionError failed) {
        throw failed;
      }
    }

    /** An attempt: sends what the script says, as far as it is asked for. */
    private final class Sender implements Flow.Publisher<Long>, Flow.Subscription {
      private final long from;
      private final List<Sent> script;
      private Flow.@Nullable Subscriber<? super Long> subscriber;
      private long wanted;
      private long sent;
      private int step;
      private boolean over;
      private boolean completed;
      private boolean sleeping;

      Sender(long from, List<Sent> script) {
        this.from = from;
        this.script = script;
      }

      @Override
      public void subscribe(Flow.Subscriber<? super Long> one) {
        subscriber = one;
        one.onSubscribe(this);
        go();
      }

      @Override
      public void request(long n) {
        assertThat(over).isFalse();
        wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
        assertThat(wanted == Long.MAX_VALUE ? from : from + wanted).isLessThanOrEqualTo(asked);
        if (subscriber != null && step > 0) {
          go();
        }
      }

      @Override
      public void cancel() {
        over = true;
      }

      private void go() {
        Flow.Subscriber<? super Long> to = subscriber;
        while (to != null && !over && !sleeping && step < script.size()) {
          Sent now = script.get(step);
          if (now == Sent.ELEMENT && sent == wanted) {
            step = Math.max(step, 1); // it has begun
            return;
          }
          step++;
          switch (now) {
            case ELEMENT -> to.onNext(from + sent++);
            case PAUSE -> sleep();
            case FAILURE, TWO_FAILURES -> {
              over = true;
              to.onError(new IllegalStateException("failed after " + sent));
              if (now == Sent.TWO_FAILURES) {
                to.onError(new IllegalStateException("again"));
              }
            }
            case END -> {
              over = true;
              completed = true;
              to.onComplete();
            }
          }
        }
      }

      private void sleep() {
        sleeping = true;
        later(3, () -> {
          sleeping = false;
          go();
        });
      }
    }
  }
}
