package io.retrykit.async;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;

/** SPEC 24.2: the rules of Reactive Streams, by their own tests, on one set-up of many. */
abstract class StreamRules extends FlowPublisherVerification<Long> {
  private static final long TIMEOUT_MILLIS = 300; // real: these tests know no other time

  private final ExecutorService threads = Executors.newCachedThreadPool(StreamRules::daemon);

  StreamRules() {
    super(new TestEnvironment(TIMEOUT_MILLIS, 50));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "publisher");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends the threads that send. */
  @AfterClass
  public void end() {
    threads.shutdownNow();
  }

  final Executor threads() {
    return threads;
  }

  static AsyncRetry retry(Duration pause) {
    return AsyncRetry.with(RetryPolicy.builder()
        .maxAttempts(4)
        .backoff(Backoff.fixed(pause))
        .discovery(false)
        .build());
  }

  /** Sends these numbers, on a thread of its own. */
  final Flow.Publisher<Long> numbers(long from, long to) {
    return new RangePublisher(from, to, threads);
  }

  /** Fails with nothing sent. */
  static Flow.Publisher<Long> failing() {
    return new FailingPublisher(new IOException("on purpose"));
  }

  @Override
  public Flow.Publisher<Long> createFailedFlowPublisher() {
    return retry(Duration.ZERO).stream(StreamRules::failing);
  }
}
