package io.retrykit.examples.timeline;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Timeline timeline = new Timeline(time);
  private final CircuitBreaker breaker = CircuitBreaker.builder("b")
      .consecutiveFailures(3)
      .openTime(ofMillis(300))
      .timebase(time)
      .listener(timeline::breaker)
      .build();
  private final Retry retry = Retry.with(RetryPolicy.builder()
      .maxAttempts(2)
      .backoff(Backoff.fixed(ofMillis(100)))
      .guard(breaker)
      .listener(timeline)
      .timebase(time)
      .discovery(false)
      .build());

  private String call(boolean good) throws IOException {
    timeline.callBegins();
    return retry.callWithAttempt(attempt -> {
      timeline.attemptBegins();
      time.advance(ofMillis(50));
      if (!good) {
        throw new IOException("no");
      }
      return "good";
    });
  }

  private void outage() throws Exception {
    call(true);
    assertThatThrownBy(() -> call(false)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> call(false)).isInstanceOf(AttemptRefusedException.class);
    time.advance(ofMillis(300));
    call(true);
  }

  private static Span span(Span.Kind kind, int call, long from, long to, String note) {
    return new Span(kind, call, from * 1_000_000, to * 1_000_000, note);
  }

  @Test
  void spans_ofAnOutage_tellAllThatHappened_andWhen() throws Exception {
    outage();
    assertThat(timeline.spans())
        .containsExactlyInAnyOrder(
            span(Span.Kind.SUCCESS, 1, 0, 50, ""),
            span(Span.Kind.FAILURE, 2, 50, 100, "IOException"),
            span(Span.Kind.PAUSE, 2, 100, 200, ""),
            span(Span.Kind.FAILURE, 2, 200, 250, "IOException"),
            span(Span.Kind.FAILURE, 3, 250, 300, "IOException"),
            span(Span.Kind.PAUSE, 3, 300, 400, ""),
            span(Span.Kind.REFUSAL, 3, 400, 400, "b: the circuit is open"),
            span(Span.Kind.SUCCESS, 4, 700, 750, ""),
            span(Span.Kind.CLOSED, 0, 0, 300, "ended by: 3 of the last 3 calls failed"),
            span(Span.Kind.OPEN, 0, 300, 700, "ended by: its time is over"),
            span(Span.Kind.HALF_OPEN, 0, 700, 750, "ended by: its probes went well"),
            span(Span.Kind.CLOSED, 0, 750, 750, ""));
  }

  @Test
  void picture_ofAnOutage_isToScale() throws Exception {
    outage();
    assertThat(TextPicture.draw(timeline.spans(), 30)).isEqualTo("""
                  0 s                      0.8 s
        calls     ##xx....xxxx....!           ##
        breaker   ------------OOOOOOOOOOOOOOOO~-
                  # attempt, good   x attempt, failed   . pause   ! refused   - closed   O open   ~ half-open
        """);
  }

  @Test
  void picture_ofCallsAtOnce_hasALineForEach() {
    List<Span> spans = List.of(
        span(Span.Kind.SUCCESS, 1, 0, 60, ""),
        span(Span.Kind.FAILURE, 2, 30, 90, ""),
        span(Span.Kind.SUCCESS, 3, 60, 100, ""));
    assertThat(TextPicture.draw(spans, 20).lines().map(String::stripTrailing))
        .containsSubsequence("calls     ####################", "                xxxxxxxxxxxx");
  }

  @Test
  void spans_ofAPauseThatIsGoingOn_endNow() {
    Verdict retries = Verdict.retry();
    timeline.callBegins();
    timeline.onEvent(RetryEvent.retry(
        RetryPolicy.defaults(),
        1,
        Outcome.ofFailure(new IOException("no")),
        retries,
        ofMillis(100).toNanos()));
    time.advance(ofMillis(30));
    assertThat(timeline.spans()).containsExactly(span(Span.Kind.PAUSE, 1, 0, 30, ""));
  }

  @Test
  void page_hasABarAndARowForEachSpan_andIsSafeFromWhatItShows() throws Exception {
    outage();
    String page = TimelinePage.of("<script>\"&", timeline.spans());
    assertThat(page)
        .contains("<title>&lt;script&gt;&quot;&amp;</title>")
        .doesNotContain("<script", "http:", "https:");
    int spans = timeline.spans().size();
    assertThat(page.split("<rect class=\"[a-z_]+\" x=", -1)).hasSize(spans + 1);
    assertThat(page.split("<tr><td", -1)).hasSize(spans + 1);
    assertThat(page)
        .contains("<title>breaker open, ended by: its time is over</title>")
        .contains("<title>call 2: attempt, failed, IOException</title>");
  }

  @Test
  void badInput_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TextPicture.draw(List.of(), 19))
        .withMessage("width must be 20 to 1000, was 19");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Span(Span.Kind.PAUSE, 1, 2, 1, ""))
        .withMessage("toNanos must not be before fromNanos 2, was 1");
    assertThat(TextPicture.draw(List.of(), 20)).isEqualTo("nothing happened\n");
  }
}
