package io.retrykit.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.call.Operation;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SPEC 10.4: what a call logs by itself, line by line. */
class LogListenerTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final RetryPolicyBuilder policy = RetryPolicy.builder()
      .name("claude")
      .jitter(false)
      .discovery(false)
      .timebase(VirtualTimebase.create());

  private int calls;

  private void failing(int times, Exception failure) {
    Operation<String, Exception> operation = () -> {
      if (++calls <= times) {
        throw failure;
      }
      return "answer";
    };
    Throwable thrown = catchThrowable(() -> Retry.with(policy.build()).call(operation));
    if (thrown != null) {
      assertThat(thrown).isSameAs(failure);
    }
  }

  @Test
  void firstSuccess_logsNothing() {
    failing(0, new IOException("lost"));

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void successAfterRetries_logsOneWarningForEachRetry() {
    failing(2, new IOException("connection lost"));

    assertThat(log.lines())
        .containsExactly(
            "WARN claude: attempt 1/3 failed with java.io.IOException: connection lost; next in 1s",
            "WARN claude: attempt 2/3 failed with java.io.IOException: connection lost; next in 2s");
  }

  @Test
  void givingUp_logsOneWarningMore() {
    policy.maxAttempts(2);
    failing(9, new IOException("connection lost"));

    assertThat(log.lines())
        .containsExactly(
            "WARN claude: attempt 1/2 failed with java.io.IOException: connection lost; next in 1s",
            "WARN claude: gave up at attempt 2/2: max attempts; failed with java.io.IOException:"
                + " connection lost");
  }

  @Test
  void lines_comeFromTheLoggerOfTheToolkit() {
    failing(1, new IOException("lost"));

    assertThat(log.events()).singleElement().satisfies(event -> {
      assertThat(event.getLoggerName()).isEqualTo("io.retrykit");
      assertThat(event.getThrowableProxy()).isNull();
    });
  }

  @Test
  void failureThatIsNotRetryable_atOnce_isTheCallersToLog() {
    policy.retryOn(IllegalStateException.class);
    failing(9, new IOException("lost"));

    assertThat(log.lines())
        .containsExactly(
            "DEBUG claude: attempt 1/3 failed with java.io.IOException: lost;" + " not retryable");
  }

  @Test
  void failureThatIsAborted_atOnce_isTheCallersToLog() {
    policy.abortOn(IOException.class);
    failing(9, new IOException("lost"));

    assertThat(log.lines())
        .containsExactly("DEBUG claude: attempt 1/3 failed with java.io.IOException: lost;"
            + " aborted by the policy");
  }

  @Test
  void onlyAttempt_ofAPolicyWithoutRetries_isTheCallersToLog() {
    policy.maxAttempts(1);
    failing(9, new IOException("lost"));

    assertThat(log.lines())
        .containsExactly(
            "DEBUG claude: attempt 1/1 failed with java.io.IOException: lost; max attempts");
  }

  @Test
  void failureThatIsNotRetryable_afterARetry_isAWarning() {
    policy.retryOn(failure -> "busy".equals(failure.getMessage()));
    Operation<String, Exception> operation = () -> {
      throw new IOException(++calls == 1 ? "busy" : "gone");
    };
    assertThatThrownBy(() -> Retry.with(policy.build()).call(operation)).hasMessage("gone");

    assertThat(log.lines())
        .containsExactly(
            "WARN claude: attempt 1/3 failed with java.io.IOException: busy; next in 1s",
            "WARN claude: gave up at attempt 2/3: not retryable; failed with java.io.IOException:"
                + " gone");
  }

  @Test
  void reasonOfAClassifier_isQuoted() {
    policy.classifier(failure -> Verdict.giveUp("the model\nis retired"));
    failing(9, new IOException("lost"));

    assertThat(log.lines())
        .containsExactly("WARN claude: gave up at attempt 1/3: classified as final (the model\\nis"
            + " retired); failed with java.io.IOException: lost");
  }

  @Test
  void deadline_isNamedWithThePauseThatCrossesIt() {
    policy.backoff(Backoff.fixed(Duration.ofMillis(1500))).maxDuration(Duration.ofSeconds(2));
    failing(9, new IOException("lost"));

    assertThat(log.lines())
        .containsExactly(
            "WARN claude: attempt 1/3 failed with java.io.IOException: lost; next in 1.5s",
            "WARN claude: gave up at attempt 2/3: max duration (1.5s to the next attempt);"
                + " failed with java.io.IOException: lost");
  }

  @Test
  void unlimitedAttempts_areCountedWithoutALimit() {
    policy.unlimitedAttempts().maxDuration(Duration.ofSeconds(2));
    failing(1, new IOException("lost"));

    assertThat(log.lines())
        .containsExactly(
            "WARN claude: attempt 1 failed with java.io.IOException: lost; next in 1s");
  }

  @Test
  void failureWithoutAMessage_isItsClassAlone() {
    failing(1, new IOException());

    assertThat(log.lines())
        .containsExactly("WARN claude: attempt 1/3 failed with java.io.IOException; next in 1s");
  }

  @Test
  void unacceptableResult_isNamedByItsTypeAlone() {
    policy.retryOnResult(String.class, "customer data"::equals).maxAttempts(2);

    assertThat(Retry.with(policy.build()).<String, RuntimeException>call(() -> "customer data"))
        .isEqualTo("customer data");
    assertThat(log.lines())
        .containsExactly(
            "WARN claude: attempt 1/2 returned an unacceptable String; next in 1s",
            "WARN claude: gave up at attempt 2/2: max attempts; returned an unacceptable String");
  }

  /** What the policy did not choose by itself: whoever reads it at night wants to know who did. */
  @Test
  void pauseThatWasAskedFor_saysSo() {
    Verdict[] verdicts = {
      Verdict.throttled(),
      Verdict.throttled().withFloor(Duration.ofSeconds(7)),
      Verdict.retry().withPushback(Duration.ofMillis(250))
    };
    policy.maxAttempts(4).classifier(failure -> verdicts[calls - 1]);
    failing(3, new IOException("busy"));

    assertThat(log.lines())
        .extracting(line -> line.substring(line.indexOf("; next in")))
        .containsExactly(
            "; next in 1s (throttled)",
            "; next in 7s (throttled, asked for 7s)",
            "; next in 250ms (asked for 250ms)");
  }

  @Test
  void unacceptableNull_isNamedSo() {
    policy.retryOnResult(Objects::isNull);
    Operation<String, RuntimeException> operation = () -> ++calls == 1 ? nothing() : "answer";

    assertThat(Retry.with(policy.build()).call(operation)).isEqualTo("answer");
    assertThat(log.lines())
        .containsExactly("WARN claude: attempt 1/3 returned an unacceptable null; next in 1s");
  }

  @SuppressWarnings("NullAway") // the very point
  private static String nothing() {
    return null;
  }

  @Test
  void messageAndName_withLineBreaksAndControlCharacters_stayOnOneLine() {
    policy.name("cla\r\nude\u202e");
    failing(1, new IOException("lost\r\nWARN admin: logged in\u0007\u2028\u0000"));

    assertThat(log.lines())
        .containsExactly("WARN cla\\r\\nude\\u202e: attempt 1/3 failed with java.io.IOException:"
            + " lost\\r\\nWARN admin: logged in\\u0007\\u2028\\u0000; next in 1s");
  }

  @Test
  void longMessage_isCut() {
    failing(1, new IOException("x".repeat(100_000)));

    assertThat(log.lines())
        .containsExactly("WARN claude: attempt 1/3 failed with java.io.IOException: "
            + "x".repeat(500) + "...; next in 1s");
  }

  @Test
  void messageWithBraces_isNotTakenForAFormat() {
    failing(1, new IOException("{} and {}"));

    assertThat(log.lines())
        .containsExactly(
            "WARN claude: attempt 1/3 failed with java.io.IOException: {} and {}; next in 1s");
  }

  /** Refuses for a reason with a line break, and says when to come back. */
  private static final class Shut implements Guard {
    private int asked;

    @Override
    public String name() {
      return "gate";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      asked++;
      return asked % 2 == 1
          ? Admission.refused("shut\nfor now", 1_000_000_000L)
          : Admission.granted();
    }
  }

  @Test
  void refusal_thatEndsTheCall_isAWarning() {
    Retry retry = Retry.with(policy.guard(new Shut()).build());

    assertThatThrownBy(() -> retry.call(() -> "never")).isInstanceOf(AttemptRefusedException.class);
    assertThat(log.lines())
        .containsExactly(
            "DEBUG claude: attempt 1/3 refused: gate: shut\\nfor now",
            "WARN claude: gave up at attempt 1/3: refused (gate: shut\\nfor now); was not made");
  }

  @Test
  void refusal_thatIsWaitedFor_isForDebuggingOnly() {
    Retry retry = Retry.with(policy
        .guard(new Shut())
        .waitWhenRefused(true)
        .maxDuration(Duration.ofMinutes(1))
        .build());

    assertThat(retry.<String, RuntimeException>call(() -> "answer")).isEqualTo("answer");
    assertThat(log.lines())
        .containsExactly("DEBUG claude: attempt 1/3 refused: gate: shut\\nfor now");
  }

  // SPEC 10.2
  @Test
  void listenerThatThrows_isLoggedAndDropped_andTheOthersStillHear() {
    StringBuilder heard = new StringBuilder();
    policy
        .onRetry((failure, attempt) -> {
          throw new IllegalStateException("listener broken");
        })
        .onRetry((failure, attempt) -> heard.append(attempt));
    failing(1, new IOException("lost"));

    assertThat(calls).isEqualTo(2);
    assertThat(heard).hasToString("1");
    assertThat(log.lines())
        .containsExactly(
            "WARN claude: a listener failed on RETRY: java.lang.IllegalStateException: listener"
                + " broken",
            "WARN claude: attempt 1/3 failed with java.io.IOException: lost; next in 1s");
    assertThat(log.events().get(0).getThrowableProxy().getMessage()).isEqualTo("listener broken");
  }

  // SPEC 10.2
  @Test
  void failureWhoseMessageThrows_doesNotEndTheCall() {
    IOException failure = new IOException() {
      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new IllegalStateException("no message");
      }
    };
    failing(1, failure);

    assertThat(calls).isEqualTo(2);
    assertThat(log.lines())
        .containsExactly(
            "WARN claude: RETRY could not be reported: java.lang.IllegalStateException: no message");
  }
}
