package io.retrykit.examples.batch;

import io.retrykit.examples.bedrock.ReceivedRequest;
import io.retrykit.examples.bedrock.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An embedded server for a batch: of so many requests one is throttled or refused for now; the others are answered. */
final class Moody implements Function<ReceivedRequest, Reply> {
  private final int failureEvery;
  private final Duration delay;
  private final AtomicInteger requests = new AtomicInteger();

  /** Fails every so many requests, never if zero, and takes that long to answer. */
  Moody(int failureEvery, Duration delay) {
    this.failureEvery = failureEvery;
    this.delay = delay;
  }

  @Override
  public Reply apply(ReceivedRequest request) {
    int number = requests.incrementAndGet();
    if (failureEvery > 0 && number % failureEvery == 0) {
      return number / failureEvery % 2 == 0 ? Reply.serviceUnavailable() : Reply.throttled();
    }
    return Reply.echo().after(delay);
  }
}
