package io.retrykit.async;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.testng.annotations.Test;

/** A stream that fails after some elements, and is gone on with. */
@Test
public class ResumedStreamRulesTest extends StreamRules {
  @Override
  public Flow.Publisher<Long> createFlowPublisher(long elements) {
    long first = Math.min(elements, 2);
    IOException cut = new IOException("cut");
    return retry(Duration.ZERO).stream(() -> elements > 2
            ? (Flow.Publisher<Long>) new RangePublisher(0, first, threads(), cut)
            : numbers(0, elements))
        .resumeWith((delivered, last, failure) -> numbers(last + 1, elements));
  }
}
