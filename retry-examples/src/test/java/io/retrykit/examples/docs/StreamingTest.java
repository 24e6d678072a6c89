package io.retrykit.examples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.async.AsyncRetry;
import io.retrykit.async.IncompleteStreamException;
import io.retrykit.async.ReactiveRetry;
import io.retrykit.async.RetryStream;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** {@code docs/guide/streaming.md}. */
class StreamingTest {
  private final AsyncRetry retry =
      AsyncRetry.with(RetryPolicy.builder().backoff(Backoff.none()).build());
  private final String prompt = "why?";
  private final List<String> asked = new ArrayList<>();
  private final List<String> screen = new ArrayList<>();

  /** What one subscription sends, and how it ends. */
  private record Sent(@Nullable Throwable end, List<String> words) {
    static Sent whole(String... words) {
      return new Sent(null, List.of(words));
    }

    static Sent broken(String... words) {
      return new Sent(new IOException("reset"), List.of(words));
    }
  }

  private final class Client {
    private final Iterator<Sent> script;

    Client(Sent... script) {
      this.script = List.of(script).iterator();
    }

    Flow.Publisher<String> stream(String prompt) {
      asked.add(prompt);
      return subscriber -> {
        SubmissionPublisher<String> publisher = new SubmissionPublisher<>(Runnable::run, 8);
        publisher.subscribe(subscriber);
        Sent next = script.next();
        next.words().forEach(publisher::submit);
        if (next.end() == null) {
          publisher.close();
        } else {
          publisher.closeExceptionally(next.end());
        }
      };
    }

    Publisher<String> reactive(String prompt) {
      return FlowAdapters.toPublisher(stream(prompt));
    }
  }

  private RetryStream<String> words(Client client) {
    // docs: begin streaming/stream
    RetryStream<String> words = retry.stream(() -> client.stream(prompt))
        .completeWhen(word -> word.equals("[DONE]")) // what a whole stream ends with
        .gapTimeout(ofSeconds(20)); // silence after the first element
    // docs: end
    return words;
  }

  private void read(RetryStream<String> words) {
    // docs: begin streaming/elements
    try (Stream<String> elements = words.elements()) { // closing cancels
      elements.forEach(screen::add);
    }
    // docs: end
  }

  @Test
  void stream_failsBeforeItsFirstElement_isBegunAgain() {
    read(words(new Client(Sent.broken(), Sent.whole("because", "[DONE]"))));
    assertThat(screen).containsExactly("because", "[DONE]");
    assertThat(asked).hasSize(2);
  }

  @Test
  void stream_failsInTheMiddle_passesTheFailureOn() {
    RetryStream<String> words = words(new Client(Sent.broken("be")));
    assertThatThrownBy(() -> read(words)).hasRootCauseMessage("reset");
    assertThat(screen).containsExactly("be");
    assertThat(asked).hasSize(1);
  }

  @Test
  void stream_endsWithoutItsLastElement_isIncomplete() {
    RetryStream<String> words = words(new Client(Sent.whole("be")));
    assertThatThrownBy(() -> read(words))
        .isInstanceOf(IncompleteStreamException.class)
        .hasMessage("the stream ended after 1 elements without its last one");
  }

  @Test
  void resumeFrom_failureInTheMiddle_goesOnFromThere() {
    Client client = new Client(Sent.broken("be"), Sent.whole("cause", "[DONE]"));
    // docs: begin streaming/resume
    RetryStream<String> resumed = retry.stream(() -> client.stream(prompt))
        .completeWhen(word -> word.equals("[DONE]"))
        .resumeFrom( // adds up what each subscription has got
            StringBuilder::new,
            StringBuilder::append,
            (soFar, failure) -> client.stream(prompt + " Go on after: " + soFar));
    // docs: end
    read(resumed);
    assertThat(screen).containsExactly("be", "cause", "[DONE]");
    assertThat(asked).containsExactly("why?", "why? Go on after: be");
  }

  @Test
  void reactive_publisherOfReactiveStreams_isRetriedToo() {
    Client client = new Client(Sent.broken(), Sent.whole("because"));
    // docs: begin streaming/reactive
    RetryStream<String> stream = ReactiveRetry.stream(retry, () -> client.reactive(prompt));
    Publisher<String> publisher = ReactiveRetry.publisher(stream); // for Reactor, RxJava, ...
    // docs: end
    read(retry.stream(() -> ReactiveRetry.flow(publisher)));
    assertThat(screen).containsExactly("because");
    assertThat(asked).hasSize(2);
  }
}
