package io.retrykit.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 10.5: what a recording of the flight recorder holds. */
class JfrEventsTest {
  private static final List<String> NAMES =
      List.of("io.retrykit.Retry", "io.retrykit.GiveUp", "io.retrykit.Refusal");

  @TempDir
  Path directory;

  private final RetryPolicyBuilder policy = RetryPolicy.builder()
      .name("claude")
      .jitter(false)
      .discovery(false)
      .maxAttempts(2)
      .timebase(VirtualTimebase.create());

  /** Fails twice. */
  private void fail() {
    Throwable thrown = catchThrowable(() -> Retry.with(policy.build()).call(() -> {
      throw new IOException("lost");
    }));
    assertThat(thrown).hasMessage("lost");
  }

  private List<RecordedEvent> recorded(Runnable calls, List<String> enabled) throws IOException {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      NAMES.forEach(recording::disable);
      enabled.forEach(recording::enable);
      recording.start();
      calls.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("io.retrykit."))
        .toList();
  }

  @Test
  void recording_ofACallThatIsRetriedAndGivenUp_holdsBothEventsWithTheirFields()
      throws IOException {
    List<RecordedEvent> events = recorded(this::fail, NAMES);

    assertThat(events.stream().map(event -> event.getEventType().getName()))
        .containsExactly("io.retrykit.Retry", "io.retrykit.GiveUp");
    RecordedEvent retry = events.get(0);
    assertThat(retry.getString("policy")).isEqualTo("claude");
    assertThat(retry.getInt("attempt")).isEqualTo(1);
    assertThat(retry.getInt("maxAttempts")).isEqualTo(2);
    assertThat(retry.getString("outcome")).isEqualTo("java.io.IOException");
    assertThat(retry.getDuration("delay")).isEqualTo(Duration.ofSeconds(1));
    RecordedEvent giveUp = events.get(1);
    assertThat(giveUp.getString("policy")).isEqualTo("claude");
    assertThat(giveUp.getInt("attempt")).isEqualTo(2);
    assertThat(giveUp.getString("outcome")).isEqualTo("java.io.IOException");
    assertThat(giveUp.getString("reason")).isEqualTo("max attempts");
  }

  @Test
  void recording_ofAnUnacceptableResult_holdsItsClassAndNothingOfIt() throws IOException {
    policy.retryOnResult(String.class, "customer data"::equals);
    List<RecordedEvent> events = recorded(
        () -> assertThat(
                Retry.with(policy.build()).<String, RuntimeException>call(() -> "customer data"))
            .isNotNull(),
        NAMES);

    assertThat(events.stream().map(event -> event.getString("outcome")))
        .containsExactly("java.lang.String", "java.lang.String");
    assertThat(events.toString()).doesNotContain("customer data");
  }

  @Test
  void recording_ofARefusal_holdsItsFields() throws IOException {
    policy.guard(new Guard() {
      @Override
      public String name() {
        return "gate";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.refused("shut", 2_000_000_000L);
      }
    });
    List<RecordedEvent> events = recorded(
        () -> assertThat(catchThrowable(() -> Retry.with(policy.build()).call(() -> "never")))
            .isNotNull(),
        NAMES);

    assertThat(events.stream().map(event -> event.getEventType().getName()))
        .containsExactly("io.retrykit.Refusal", "io.retrykit.GiveUp");
    RecordedEvent refusal = events.get(0);
    assertThat(refusal.getString("policy")).isEqualTo("claude");
    assertThat(refusal.getInt("attempt")).isEqualTo(1);
    assertThat(refusal.getString("reason")).isEqualTo("gate: shut");
    assertThat(refusal.getDuration("retryAfter")).isEqualTo(Duration.ofSeconds(2));
    assertThat(events.get(1).getString("outcome")).isEmpty();
    assertThat(events.get(1).getString("reason")).isEqualTo("refused");
  }

  @Test
  void firstSuccess_recordsNothing() throws IOException {
    assertThat(recorded(
            () -> assertThat(
                    Retry.with(policy.build()).<String, RuntimeException>call(() -> "answer"))
                .isEqualTo("answer"),
            NAMES))
        .isEmpty();
  }

  @Test
  void recording_thatWantsOneKind_holdsThatKindOnly() throws IOException {
    assertThat(recorded(this::fail, List.of("io.retrykit.GiveUp")).stream()
            .map(event -> event.getEventType().getName()))
        .containsExactly("io.retrykit.GiveUp");
  }

  @Test
  void events_withoutARecording_areNotEnabledAndNotBuilt() throws IOException {
    assertThat(FlightRecorder.getFlightRecorder().getRecordings()).isEmpty();
    assertThat(new RetryJfrEvent().isEnabled()).isFalse();
    assertThat(new GiveUpJfrEvent().isEnabled()).isFalse();
    assertThat(new RefusalJfrEvent().isEnabled()).isFalse();
    fail();

    assertThat(recorded(() -> {}, NAMES)).isEmpty();
  }
}
