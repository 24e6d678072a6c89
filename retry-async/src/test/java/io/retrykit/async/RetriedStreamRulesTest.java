package io.retrykit.async;

import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.testng.annotations.Test;

/** A stream that fails once before the first element. */
@Test
public class RetriedStreamRulesTest extends StreamRules {
  @Override
  public Flow.Publisher<Long> createFlowPublisher(long elements) {
    AtomicInteger begun = new AtomicInteger();
    return retry(Duration.ZERO).stream(
        () -> begun.getAndIncrement() % 2 == 0 ? failing() : numbers(0, elements));
  }
}
