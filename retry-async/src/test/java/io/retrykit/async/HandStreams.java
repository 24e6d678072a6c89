package io.retrykit.async;

import static java.time.Duration.ofSeconds;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;

/** Streams whose publishers are worked by hand, in virtual time. */
abstract class HandStreams {
  final VirtualTimebase time = VirtualTimebase.manual();
  final List<HandPublisher> attempts = new ArrayList<>();
  final Collector collector = new Collector();

  RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .maxAttempts(3)
        .backoff(Backoff.fixed(ofSeconds(1)))
        .timebase(time)
        .discovery(false);
  }

  final RetryStream<String> stream(RetryPolicyBuilder policy) {
    return AsyncRetry.with(policy.build()).withExecutor(Runnable::run).stream(this::begin);
  }

  final HandPublisher begin() {
    attempts.add(new HandPublisher());
    return attempts.get(attempts.size() - 1);
  }
}
