package io.retrykit.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.retrykit.Retry;
import io.retrykit.policy.RetryPolicy;
import java.io.PrintWriter;

/**
 * The main job: one prompt, asked through {@link Retry}, every step shown. The policy does not say what to retry:
 * {@code retry-ratelimit} on the path knows what of Bedrock's failures passes, what does not, and when the server wants
 * to be asked again.
 */
final class Invoke {
  private final PrintWriter out;
  private final RetryPolicy base;

  Invoke(PrintWriter out, RetryPolicy base) {
    this.out = out;
    this.base = base;
  }

  /** Asks, prints and sums up; throws what the last attempt threw. */
  String run(Claude claude, String prompt) throws JsonProcessingException {
    Console console = new Console(out);
    RetryPolicy policy = base.toBuilder().listener(console).build();
    out.print(policy.explain());
    out.println();
    Retry retry = Retry.with(policy);
    try {
      String text = retry.callWithAttempt(attempt -> {
        console.attempt(attempt.number(), attempt.max());
        return claude.ask(prompt);
      });
      out.println("answer:  " + text);
      return text;
    } finally {
      console.summary();
    }
  }
}
