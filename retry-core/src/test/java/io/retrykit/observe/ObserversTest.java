package io.retrykit.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.policy.RetryEvent;
import io.retrykit.testing.CapturedLog;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SPEC 10.5: nobody builds an event that neither the log nor a recording wants. */
class ObserversTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  @ParameterizedTest
  @EnumSource
  void event_withTheLogOffAndWithoutARecording_isWantedByNobody(RetryEvent.Type type) {
    log.off();

    assertThat(Observers.hear(type)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"RETRY", "GAVE_UP", "REFUSED"})
  void event_withTheLogOn_isWanted(RetryEvent.Type type) {
    assertThat(Observers.hear(type)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED"})
  void endOfAnAttempt_isWantedByNeither(RetryEvent.Type type) {
    assertThat(Observers.hear(type)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "io.retrykit.Retry, RETRY, REFUSED",
    "io.retrykit.GiveUp, GAVE_UP, RETRY",
    "io.retrykit.Refusal, REFUSED, GAVE_UP"
  })
  void event_withTheLogOff_isWantedWhileARecordingWantsItsKind(
      String kind, RetryEvent.Type type, RetryEvent.Type other) {
    log.off();
    try (Recording recording = new Recording()) {
      recording.disable("io.retrykit.Retry");
      recording.disable("io.retrykit.GiveUp");
      recording.disable("io.retrykit.Refusal");
      recording.enable(kind);
      assertThat(Observers.hear(type)).isFalse();
      recording.start();
      assertThat(Observers.hear(type)).isTrue();
      assertThat(Observers.hear(other)).isFalse();
      recording.stop();
    }
    assertThat(Observers.hear(type)).isFalse();
  }

  @Test
  void endOfAnAttempt_whileARecordingRuns_isStillWantedByNobody() {
    try (Recording recording = new Recording()) {
      recording.start();

      assertThat(Observers.hear(RetryEvent.Type.SUCCEEDED)).isFalse();
    }
  }
}
