package io.retrykit.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrykit.async.IncompleteStreamException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/**
 * What Claude answers, piece by piece as it is made: a publisher of text. Each subscription sends a request. It is not
 * retried here: give it to {@code AsyncRetry.stream}. Cancelling hangs up. A stream that ends without {@code message_stop}
 * fails with an {@link IncompleteStreamException}: the SDK takes a connection that was closed in the middle for an end.
 */
final class ClaudeStream implements Flow.Publisher<String> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BedrockRuntimeAsyncClient client;
  private final InvokeModelWithResponseStreamRequest request;
  private final boolean spaced; // what was begun ends with a space, so the rest begins without one

  ClaudeStream(BedrockRuntimeAsyncClient client, String model, String prompt) {
    this(client, model, prompt, "");
  }

  /** Goes on with an answer. Not every model takes one that is begun. */
  ClaudeStream(BedrockRuntimeAsyncClient client, String model, String prompt, String begun) {
    this.client = client;
    this.spaced = !begun.equals(begun.stripTrailing());
    this.request = InvokeModelWithResponseStreamRequest.builder()
        .modelId(model)
        .contentType("application/json")
        .body(SdkBytes.fromByteArray(Claude.body(prompt, begun)))
        .build();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super String> subscriber) {
    new Response(subscriber).begin();
  }

  /** One response: the SDK's events in, pieces of text out. */
  private final class Response
      implements InvokeModelWithResponseStreamResponseHandler,
          Flow.Subscriber<ResponseStream>,
          Flow.Subscription {
    private final Flow.Subscriber<? super String> subscriber;
    private final LateSubscription events = new LateSubscription();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable CompletableFuture<Void> call;
    private volatile boolean cancelled;
    private long sent;
    private boolean stopped;
    private boolean spaces = spaced;

    Response(Flow.Subscriber<? super String> subscriber) {
      this.subscriber = subscriber;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what it calls does not throw
    void begin() {
      subscriber.onSubscribe(this);
      if (cancelled) {
        return;
      }
      CompletableFuture<Void> begun = client.invokeModelWithResponseStream(request, this);
      call = begun;
      if (cancelled) {
        begun.cancel(true);
      }
      begun.handle((none, failure) -> {
        if (failure != null) {
          onError(failure); // before there were any events, for example
        }
        return null;
      });
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        onError(new IllegalArgumentException("request must be for one piece or more, was " + n));
      } else {
        events.request(n);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      over.set(true);
      events.cancel();
      CompletableFuture<Void> begun = call;
      if (begun != null) {
        begun.cancel(true);
      }
    }

    @Override
    public void responseReceived(InvokeModelWithResponseStreamResponse response) {}

    @Override
    public void onEventStream(SdkPublisher<ResponseStream> publisher) {
      publisher.subscribe(FlowAdapters.toSubscriber(this));
    }

    @Override
    public void exceptionOccurred(Throwable failure) {
      onError(failure);
    }

    @Override
    public void complete() {
      // the events say it
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      events.is(subscription);
    }

    @Override
    public void onNext(ResponseStream event) {
      String text;
      try {
        text = event instanceof PayloadPart part ? textOf(part) : "";
      } catch (JsonProcessingException malformed) {
        onError(malformed);
        events.cancel();
        return;
      }
      if (text.isEmpty()) {
        events.request(1); // it was not what was asked for
      } else if (!over.get()) {
        sent++;
        subscriber.onNext(text);
      }
    }

    private String textOf(PayloadPart part) throws JsonProcessingException {
      JsonNode event = JSON.readTree(part.bytes().asUtf8String());
      stopped |= event.path("type").asText().equals("message_stop");
      String text = event.path("delta").path("text").asText();
      if (spaces) {
        text = text.stripLeading();
        spaces = text.isEmpty();
      }
      return text;
    }

    @Override
    public void onError(Throwable failure) {
      if (over.compareAndSet(false, true)) { // the SDK says it more than once
        subscriber.onError(
            failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure);
      }
    }

    @Override
    public void onComplete() {
      if (!stopped) {
        onError(new IncompleteStreamException(sent));
      } else if (over.compareAndSet(false, true)) {
        subscriber.onComplete();
      }
    }
  }
}
