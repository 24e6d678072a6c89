package io.retrykit.benchmarks;

import java.util.concurrent.Callable;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;

/** The AWS SDK's retries, which hand out tokens and leave the loop to their user: this is the loop the SDK writes. */
final class AwsLoop {
  private final RetryStrategy strategy;
  private final AcquireInitialTokenRequest first = AcquireInitialTokenRequest.create("scope");

  AwsLoop(int maxAttempts) {
    strategy = StandardRetryStrategy.builder()
        .maxAttempts(maxAttempts)
        .retryOnExceptionInstanceOf(Exception.class)
        .treatAsThrottling(failure -> false)
        .backoffStrategy(BackoffStrategy.retryImmediately())
        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
        .circuitBreakerEnabled(false)
        .build();
  }

  RetryToken begin() {
    return strategy.acquireInitialToken(first).token();
  }

  RetryToken failed(RetryToken token, Exception failure) {
    return strategy
        .refreshRetryToken(
            RefreshRetryTokenRequest.builder().token(token).failure(failure).build())
        .token();
  }

  void succeeded(RetryToken token) {
    strategy.recordSuccess(RecordSuccessRequest.create(token));
  }

  Object call(Callable<Object> operation) {
    RetryToken token = begin();
    for (; ; ) {
      Object value;
      try {
        value = operation.call();
      } catch (Exception failure) {
        token = failed(token, failure);
        continue;
      }
      succeeded(token);
      return value;
    }
  }
}
