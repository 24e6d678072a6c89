package io.retrykit.circuitbreaker;

import static io.retrykit.testing.Attempts.fail;
import static io.retrykit.testing.Attempts.succeed;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 22.11: what a recording of the flight recorder holds. */
class TransitionJfrEventTest {
  private static final String NAME = "io.retrykit.CircuitTransition";

  @TempDir
  Path directory;

  private final VirtualTimebase time = VirtualTimebase.manual();

  /** Opens, probes and closes. */
  private void outage() {
    CircuitBreaker breaker = CircuitBreaker.builder("claude")
        .consecutiveFailures(2)
        .openTime(ofSeconds(5))
        .timebase(time)
        .build();
    fail(breaker, 2);
    time.advance(ofSeconds(5));
    succeed(breaker, 1);
  }

  private List<RecordedEvent> recorded(boolean enabled) throws IOException {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      if (enabled) {
        recording.enable(NAME);
      } else {
        recording.disable(NAME);
      }
      recording.start();
      outage();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(NAME))
        .toList();
  }

  @Test
  void recording_holdsAnEventForEachTransition() throws IOException {
    List<RecordedEvent> events = recorded(true);

    assertThat(events)
        .extracting(event -> event.getString("breaker") + ": " + event.getString("from") + " -> "
            + event.getString("to") + ": " + event.getString("reason"))
        .containsExactly(
            "claude: CLOSED -> OPEN: 2 of the last 2 calls failed",
            "claude: OPEN -> HALF_OPEN: its time is over",
            "claude: HALF_OPEN -> CLOSED: its probes went well");
    assertThat(events).allMatch(event -> event.getStackTrace() == null);
  }

  @Test
  void recording_thatDoesNotAskForThem_holdsNone() throws IOException {
    assertThat(recorded(false)).isEmpty();
  }
}
