package io.retrykit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.call.Operation;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SPEC 12.1: retries that multiply are noticed. */
class NestedRetryTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final VirtualTimebase time = VirtualTimebase.create();

  private Retry retry(String name, int maxAttempts) {
    return Retry.with(RetryPolicy.builder()
        .name(name)
        .maxAttempts(maxAttempts)
        .discovery(false)
        .timebase(time)
        .build());
  }

  private List<String> notices() {
    return log.warnings().stream()
        .filter(line -> line.contains("retries multiply"))
        .toList();
  }

  private static <T> Operation<T, Exception> failing() {
    return () -> {
      throw new IOException("lost");
    };
  }

  /** A chain of calls, outermost first, of which the innermost always fails. */
  private static void fail(Retry... chain) {
    Operation<String, Exception> operation = failing();
    for (int i = chain.length - 1; i >= 0; i--) {
      Retry retry = chain[i];
      Operation<String, Exception> inside = operation;
      operation = () -> retry.call(inside);
    }
    assertThat(catchThrowable(operation::call)).hasMessage("lost");
  }

  @Test
  void retryInsideARepeatedAttempt_isNoticedWithTheMultipliedNumber() {
    fail(retry("outer", 4), retry("inner", 3));

    assertThat(notices())
        .containsExactly("WARN inner: retries multiply: this policy runs inside a repeated attempt"
            + " of outer: up to 12 attempts in all");
  }

  @Test
  void threeRetries_areNoticedWithAllThatMultiplies() {
    fail(retry("a", 2), retry("b", 3), retry("c", 5));

    assertThat(notices())
        .containsExactlyInAnyOrder(
            "WARN c: retries multiply: this policy runs inside a repeated attempt of b: up to 15"
                + " attempts in all",
            "WARN b: retries multiply: this policy runs inside a repeated attempt of a: up to 6"
                + " attempts in all");
  }

  @Test
  void retryInsideRepeatedAttemptsOfTwo_namesBoth() {
    Retry a = retry("a", 2);
    Retry b = retry("b", 3);
    Retry c = retry("c", 5);
    Script<String> innermost = new Script<String>()
        .fails(new IOException("a's first"))
        .does(() -> b.call(new Script<String>()
            .fails(new IOException("b's first"))
            .does(() -> c.call(failing()))));

    assertThat(catchThrowable(() -> a.call(innermost))).hasMessage("lost");
    assertThat(notices())
        .contains(
            "WARN c: retries multiply: this policy runs inside a repeated attempt of a > b: up"
                + " to 30 attempts in all");
  }

  @Test
  void retryInsideAFirstAttempt_isNotNoticed() throws Exception {
    Retry outer = retry("outer", 4);
    Retry inner = retry("inner", 3);

    assertThat(outer.call(() ->
            inner.call(new Script<String>().fails(new IOException("lost")).returns("answer"))))
        .isEqualTo("answer");
    assertThat(notices()).isEmpty();
  }

  @Test
  void notice_isGivenOnceForEachPolicy() {
    Retry inner = retry("inner", 3);
    fail(retry("outer", 4), inner);
    fail(retry("outer", 4), inner);
    fail(retry("another", 4), inner);

    assertThat(notices()).hasSize(1);
  }

  @Test
  void innerPolicyWithoutRetries_isNotNoticed() {
    fail(retry("outer", 4), retry("inner", 1));

    assertThat(notices()).isEmpty();
  }

  @Test
  void innerPolicyWithoutALimit_isSaidToBeUnlimited() {
    Retry unlimited = Retry.with(RetryPolicy.builder()
        .name("inner")
        .unlimitedAttempts()
        .maxDuration(Duration.ofSeconds(10))
        .discovery(false)
        .timebase(time)
        .build());
    fail(retry("outer", 4), unlimited);

    assertThat(notices())
        .containsExactly("WARN inner: retries multiply: this policy runs inside a repeated attempt"
            + " of outer: up to unlimited attempts in all");
  }

  @Test
  void contextInsideARepeatedAttempt_isNoticedToo() throws Exception {
    Retry inner = retry("inner", 3);
    Script<String> script = new Script<String>().fails(new IOException("lost")).does(() -> {
      inner.context().recordFailure(new IOException("inside"));
      return "answer";
    });

    assertThat(retry("outer", 4).call(script)).isEqualTo("answer");
    assertThat(notices()).singleElement().asString().startsWith("WARN inner: retries multiply");
  }

  @Test
  void afterTheOuterCallHasEnded_nothingIsLeftOnTheThread() throws Exception {
    Retry outer = retry("outer", 2);
    fail(outer);
    assertThat(outer.call(new Script<String>().fails(new IOException("lost")).returns("answer")))
        .isEqualTo("answer");
    assertThat(catchThrowable(() -> outer.call(new Script<String>()
            .fails(new IOException("lost"))
            .fails(new AssertionError("broken")))))
        .hasMessage("broken");
    fail(retry("later", 3));

    assertThat(notices()).isEmpty();
  }

  @Test
  void outerRetry_onAnotherThread_isNoneOfThisOnes() throws Exception {
    Retry inner = retry("inner", 3);
    Script<String> script = new Script<String>()
        .fails(new IOException("lost"))
        .does(() -> Background.start(Background.Kind.PLATFORM, () -> {
              fail(inner);
              return "answer";
            })
            .end()
            .result());

    assertThat(retry("outer", 4).call(script)).isEqualTo("answer");
    assertThat(notices()).isEmpty();
  }

  /** As the AWS SDK reports it. */
  public static final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int attempts;

    ClientException(int attempts) {
      super("after " + attempts);
      this.attempts = attempts;
    }

    /** Returns how many attempts the client made. */
    public int numAttempts() {
      return attempts;
    }
  }

  /** Looks alike, but does not count. */
  public static final class OddException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Returns something else. */
    public String numAttempts() {
      return "four";
    }
  }

  /** Fails when asked. */
  public static final class SilentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Fails. */
    @SuppressWarnings("DoNotCallSuggester")
    public Integer numAttempts() {
      throw new IllegalStateException("not counted");
    }
  }

  private static void failWith(Retry retry, RuntimeException failure) {
    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
        .isSameAs(failure);
  }

  @Test
  void failureThatReportsAttemptsOfItsOwn_isNoticedWithTheMultipliedNumber() {
    failWith(retry("claude", 3), new ClientException(4));

    assertThat(notices())
        .containsExactly("WARN claude: retries multiply: the client reports 4 attempts of its own"
            + " for one of ours: up to 12 in all; switch off its own retries");
  }

  @Test
  void failureThatReportsAttempts_insideAnAsyncWrapper_isNoticed() {
    Retry retry = retry("claude", 3);
    Script<String> script =
        new Script<String>().fails(new ExecutionException(new ClientException(4)));

    assertThat(catchThrowable(() -> retry.call(script))).isInstanceOf(ExecutionException.class);
    assertThat(notices()).hasSize(1);
  }

  @Test
  void failureThatReportsOneAttempt_orNothingUseful_isNotNoticed() {
    failWith(retry("claude", 3), new ClientException(1));
    failWith(retry("claude", 3), new OddException());
    failWith(retry("claude", 3), new SilentException());

    assertThat(notices()).isEmpty();
  }

  @Test
  void failureThatReportsAttempts_underAPolicyWithoutRetries_isNotNoticed() {
    failWith(retry("claude", 1), new ClientException(4));

    assertThat(notices()).isEmpty();
  }

  @Test
  void reportedAttempts_areNoticedOnceForEachPolicy() {
    Retry retry = retry("claude", 3);
    failWith(retry, new ClientException(4));
    failWith(retry, new ClientException(2));

    assertThat(notices()).hasSize(1);
  }
}
