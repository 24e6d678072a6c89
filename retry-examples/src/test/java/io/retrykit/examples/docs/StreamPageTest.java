package io.retrykit.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.async.AsyncRetry;
import io.retrykit.async.ReactiveRetry;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** The page on streams, run. */
class StreamPageTest {
  private int attempts;

  private Publisher<String> events() {
    Flow.Publisher<String> flow = subscriber -> {
      SubmissionPublisher<String> sent = new SubmissionPublisher<>(Runnable::run, 8);
      sent.subscribe(subscriber);
      if (++attempts == 1) {
        sent.closeExceptionally(new IllegalStateException("no"));
      } else {
        List.of("a", "b").forEach(sent::submit);
        sent.close();
      }
    };
    return FlowAdapters.toPublisher(flow);
  }

  @Test
  void reactivePublishers_areTakenAndGiven() {
    AsyncRetry retry =
        AsyncRetry.with(RetryPolicy.builder().backoff(Backoff.none()).build());
    // docs: begin
    Publisher<String> retried = ReactiveRetry.publisher(ReactiveRetry.stream(retry, this::events));
    // docs: end
    List<String> got = new ArrayList<>();
    FlowAdapters.toFlowPublisher(retried).subscribe(new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(10);
      }

      @Override
      public void onNext(String element) {
        got.add(element);
      }

      @Override
      public void onError(Throwable failure) {
        got.add(failure.toString());
      }

      @Override
      public void onComplete() {
        got.add("end");
      }
    });
    assertThat(got).containsExactly("a", "b", "end");
  }
}
