package io.retrykit.benchmarks;

import io.github.resilience4j.retry.Retry;
import io.retrykit.RetryContext;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.retries.api.RetryToken;

/**
 * What does a loop of one's own cost that asks what to do after each attempt? The others have nothing of the kind.
 * {@code java -jar benchmarks.jar Context -prof gc}
 */
@State(Scope.Thread)
public class ContextBenchmark extends SyncOperation {
  /** How many attempts fail before one succeeds. */
  @Param({"0", "2"})
  public int failures;

  private final HandWritten hand = Peers.hand();
  private final io.retrykit.Retry retry = io.retrykit.Retry.with(Peers.alone());
  private final Retry resilience4j = Peers.resilience4j();
  private final AwsLoop aws = new AwsLoop(Peers.ATTEMPTS);
  private final IOException failure = new IOException("on purpose");
  private final Object result = new Object();
  private long left;
  private long attempts;
  private long calls;

  @Override
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  Object operate() throws IOException {
    attempts++;
    if (left == 0) {
      left = failures;
      return result;
    }
    left--;
    throw failure;
  }

  private void begin() {
    calls++;
    left = failures;
  }

  /** A loop that makes more or fewer attempts than it should is measured for nothing. */
  @TearDown
  public void check() {
    if (attempts != (failures + 1) * calls) {
      throw new IllegalStateException(calls + " calls made " + attempts + " attempts");
    }
  }

  /** The hand-written loop. */
  @Benchmark
  public Object handWritten() throws IOException {
    begin();
    return hand.call(operation);
  }

  /** Ours. */
  @Benchmark
  @SuppressWarnings("UnusedVariable") // the number of the attempt
  public Object context() throws IOException {
    begin();
    RetryContext context = retry.context();
    for (int attempt : context) {
      try {
        return operate();
      } catch (IOException thrown) {
        context.recordFailure(thrown);
        if (!context.shouldRetry()) {
          throw thrown;
        }
        context.pause();
      }
    }
    throw new IllegalStateException("no attempt is left");
  }

  /** Resilience4j. */
  @Benchmark
  public Object resilience4j() throws Exception {
    begin();
    Retry.Context<Object> context = resilience4j.context();
    for (; ; ) {
      try {
        Object value = operate();
        if (!context.onResult(value)) {
          context.onComplete();
          return value;
        }
      } catch (IOException thrown) {
        context.onError(thrown);
      }
    }
  }

  /** The AWS SDK's retries: their tokens are such a loop. */
  @Benchmark
  public Object aws() {
    begin();
    RetryToken token = aws.begin();
    for (; ; ) {
      try {
        Object value = operate();
        aws.succeeded(token);
        return value;
      } catch (IOException thrown) {
        token = aws.failed(token, thrown);
      }
    }
  }
}
