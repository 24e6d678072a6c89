package io.retrykit.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.retrykit.Retry;
import io.retrykit.examples.timeline.Span;
import io.retrykit.examples.timeline.TextPicture;
import io.retrykit.examples.timeline.Timeline;
import io.retrykit.policy.RetryPolicy;
import java.io.PrintWriter;
import java.util.List;

/**
 * The main job: one prompt, asked through {@link Retry}, every step shown. The policy does not say what to retry:
 * {@code retry-ratelimit} on the path knows what of Bedrock's failures passes, what does not, and when the server wants
 * to be asked again.
 */
final class Invoke {
  private final PrintWriter out;
  private final RetryPolicy base;
  private final Timeline timeline;

  Invoke(PrintWriter out, RetryPolicy base) {
    this.out = out;
    this.base = base;
    this.timeline = new Timeline(base.timebase());
  }

  /** Returns what the call went through. */
  List<Span> spans() {
    return timeline.spans();
  }

  /** Asks, prints and sums up; throws what the last attempt threw. */
  String run(Claude claude, String prompt) throws JsonProcessingException {
    Console console = new Console(out);
    RetryPolicy policy = base.toBuilder().listener(console).listener(timeline).build();
    out.print(policy.explain());
    out.println();
    Retry retry = Retry.with(policy);
    timeline.callBegins();
    try {
      String text = retry.callWithAttempt(attempt -> {
        console.attempt(attempt.number(), attempt.max());
        timeline.attemptBegins();
        return claude.ask(prompt);
      });
      out.println("answer:  " + text);
      return text;
    } finally {
      console.summary();
      out.println();
      out.print(TextPicture.draw(timeline.spans(), 80));
    }
  }
}
