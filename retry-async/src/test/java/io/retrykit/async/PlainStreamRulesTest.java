package io.retrykit.async;

import java.time.Duration;
import java.util.concurrent.Flow;
import org.testng.annotations.Test;

/** A stream that never fails. */
@Test
public class PlainStreamRulesTest extends StreamRules {
  @Override
  public Flow.Publisher<Long> createFlowPublisher(long elements) {
    return retry(Duration.ZERO).stream(() -> numbers(0, elements));
  }
}
