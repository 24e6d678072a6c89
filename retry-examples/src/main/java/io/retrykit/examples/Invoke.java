package io.retrykit.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.retrykit.Retry;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The main job: one prompt, asked through {@link Retry}, every step shown. The policy does not say what to retry:
 * {@code retry-ratelimit} on the path knows what of Bedrock's failures passes, what does not, and when the server wants
 * to be asked again.
 */
final class Invoke {
  private final PrintWriter out;
  private final RetryPolicy base;

  Invoke(PrintWriter out, int maxAttempts, Duration initialDelay) {
    this.out = out;
    this.base = RetryPolicy.builder()
        .name("claude")
        .maxAttempts(maxAttempts)
        .initialDelay(initialDelay)
        .build();
  }

  /** Asks, prints and sums up; throws what the last attempt threw. */
  String run(Claude claude, String prompt) throws JsonProcessingException {
    Steps steps = new Steps();
    RetryPolicy policy = base.toBuilder().listener(steps).build();
    out.print(policy.explain());
    out.println();
    Retry retry = Retry.with(policy);
    try {
      String text = retry.callWithAttempt(attempt -> {
        steps.attempts.incrementAndGet();
        out.printf("attempt %d/%d ...%n", attempt.number(), attempt.max());
        out.flush();
        return claude.ask(prompt);
      });
      out.println("answer:  " + text);
      return text;
    } finally {
      out.printf(
          "%nsummary: %s, %s of pauses%n", count(steps.attempts.get()), millis(steps.pauses.sum()));
      out.flush();
    }
  }

  private static String count(int attempts) {
    return attempts == 1 ? "1 attempt" : attempts + " attempts";
  }

  private static String millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis() + " ms";
  }

  private static String asked(RetryEvent event) {
    return event
        .verdict()
        .filter(verdict -> verdict.hint() != Verdict.Hint.NONE)
        .map(verdict -> ", the server asked for " + millis(verdict.hintNanos()))
        .orElse("");
  }

  private static String why(RetryEvent event) {
    String reason = event.reason().map(Object::toString).orElse("");
    return event.detail().isEmpty() ? reason : reason + ": " + event.detail();
  }

  /** Shows what happens between the attempts. */
  private final class Steps implements RetryListener {
    final AtomicInteger attempts = new AtomicInteger();
    final LongAdder pauses = new LongAdder();

    @Override
    public void onEvent(RetryEvent event) {
      switch (event.type()) {
        case FAILED -> out.println("  failed:  " + Main.oneLine(event.failure()));
        case RETRY -> {
          pauses.add(event.delay().toNanos());
          out.println("  pause:   " + millis(event.delay().toNanos()) + asked(event));
        }
        case GAVE_UP -> out.println("  gave up: " + why(event));
        default -> {
          // success speaks for itself
        }
      }
      out.flush();
    }
  }
}
