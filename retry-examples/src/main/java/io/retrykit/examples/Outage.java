package io.retrykit.examples;

import io.retrykit.Retry;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.timeline.Timeline;
import io.retrykit.time.Timebase;
import java.io.PrintWriter;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;

/** Calls made one after the other, in times that are called well, or down; and what became of them, counted. */
final class Outage {
  private static final Duration BETWEEN = Duration.ofMillis(150);

  private final Claude claude;
  private final Retry retry;
  private final Timeline timeline;
  private final Timebase time;
  private final PrintWriter out;

  Outage(Claude claude, Retry retry, Timeline timeline, Timebase time, PrintWriter out) {
    this.claude = claude;
    this.retry = retry;
    this.timeline = timeline;
    this.time = time;
    this.out = out;
  }

  /** Makes calls, and sums them up in a line. */
  void phase(String name, int calls, EmbeddedBedrock server) throws Exception {
    int before = server.requestCount();
    int answered = 0;
    int refused = 0;
    for (int i = 0; i < calls; i++) {
      timeline.callBegins();
      try {
        retry.callWithAttempt(attempt -> {
          timeline.attemptBegins();
          return claude.ask("Are you there?");
        });
        answered++;
      } catch (AttemptRefusedException open) {
        refused++;
      } catch (SdkException failed) {
        // counted as what is left
      }
      time.sleep(BETWEEN.toNanos());
    }
    out.printf(
        "%s: %d calls, %d answered, %d refused by the breaker, %d failed; the server saw %d requests%n",
        name, calls, answered, refused, calls - answered - refused, server.requestCount() - before);
    out.flush();
  }
}
