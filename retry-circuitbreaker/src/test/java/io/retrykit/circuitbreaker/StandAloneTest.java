package io.retrykit.circuitbreaker;

import static io.retrykit.circuitbreaker.Attempts.fail;
import static io.retrykit.circuitbreaker.Attempts.succeed;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.Operation;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SPEC 22.12: a breaker without a retry around it, or with one inside. */
class StandAloneTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final AtomicInteger calls = new AtomicInteger();
  private final CircuitBreaker breaker = CircuitBreaker.builder("b")
      .timebase(time)
      .consecutiveFailures(2)
      .openTime(ofSeconds(10))
      .build();

  @AfterEach
  void takeTheFlagOff() {
    Thread.interrupted();
  }

  private String missing() throws FileNotFoundException {
    calls.incrementAndGet();
    throw new FileNotFoundException("gone");
  }

  /** The compiler knows which checked exception it is: the catch would not compile otherwise. */
  @Test
  void call_checkedException_keepsItsTypeAndIsTheVeryOne() {
    FileNotFoundException gone = new FileNotFoundException("gone");
    try {
      breaker.call(() -> {
        throw gone;
      });
    } catch (Exception caught) {
      assertThat(caught).isSameAs(gone).hasNoSuppressedExceptions();
    }
    try {
      breaker.call(this::missing);
    } catch (FileNotFoundException caught) {
      assertThat(caught).hasMessage("gone");
    }
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void run_countsAsACallDoes() {
    assertThatThrownBy(() -> breaker.run(this::missing)).isInstanceOf(FileNotFoundException.class);
    breaker.run(() -> {});
    assertThat(breaker.snapshot().calls()).isEqualTo(2);
    assertThat(breaker.snapshot().failed()).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("NullAway") // the operation returns null all the same
  void call_result_isHandedThrough_nullToo() {
    Object result = new Object();
    assertThat(breaker.<Object, RuntimeException>call(() -> result)).isSameAs(result);
    Operation<String, RuntimeException> nothing = () -> null;
    assertThat(breaker.call(nothing)).isNull();
  }

  @Test
  void wrapped_isOneCallEachTime() throws Exception {
    Operation<Integer, IOException> wrapped = breaker.wrap(calls::incrementAndGet);
    assertThat(breaker.snapshot().calls()).isZero();
    assertThat(wrapped.call()).isEqualTo(1);
    assertThat(wrapped.call()).isEqualTo(2);
    assertThat(breaker.snapshot().calls()).isEqualTo(2);
  }

  /** SPEC 22.10. */
  @Test
  void refusal_saysWhoWhyAndWhen_andMakesNoCall() {
    fail(breaker, 2);
    time.advance(ofSeconds(4));
    assertThatThrownBy(() -> breaker.call(this::missing))
        .isInstanceOfSatisfying(CircuitOpenException.class, refused -> {
          assertThat(refused.breaker()).isEqualTo("b");
          assertThat(refused.state()).isEqualTo(CircuitState.OPEN);
          assertThat(refused.remaining()).contains(ofSeconds(6));
          assertThat(refused.retryAfter()).contains(ofSeconds(6));
          assertThat(refused.reason()).isEqualTo("the circuit is open");
        })
        .hasMessage("attempt refused by b: the circuit is open, retry after PT6S")
        .hasNoCause();
    assertThat(calls).hasValue(0);
  }

  /** SPEC 22.5. Resilience4j and Spring lose the flag: here it stays as the operation left it. */
  @Test
  void interrupted_isRethrownItself_saysNothing_andLeavesTheFlagAlone() {
    InterruptedException interrupted = new InterruptedException();
    assertThatThrownBy(() -> breaker.call(() -> {
          throw interrupted;
        }))
        .isSameAs(interrupted);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThatThrownBy(() -> breaker.run(() -> {
          Thread.currentThread().interrupt();
          throw interrupted;
        }))
        .isSameAs(interrupted);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(breaker.snapshot().calls()).isZero();
  }

  /** A success is one, whatever the flag says. */
  @Test
  void success_withTheFlagUp_isASuccess() {
    Thread.currentThread().interrupt();
    succeed(breaker);
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  /** A breaker around a whole retry counts calls, not attempts. */
  @Test
  void aroundTheWholeRetry_countsOneOutcomeForEachCall() {
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(3)
        .backoff(Backoff.none())
        .build());
    assertThatThrownBy(() -> breaker.call(() -> retry.call(this::missing)))
        .isInstanceOf(FileNotFoundException.class);
    assertThat(calls).hasValue(3);
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
    assertThat(breaker.snapshot().failed()).isEqualTo(1);

    assertThat(breaker.<String, RuntimeException>call(
            () -> retry.callOrElse(this::missing, f -> "else")))
        .isEqualTo("else");
    assertThat(breaker.snapshot().calls()).isEqualTo(2);
    assertThat(breaker.snapshot().failed()).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("NullAway") // the point of the test
  void null_isRefusedByName_andTakesNoPermit() {
    CircuitBreaker probing =
        CircuitBreaker.builder("p").timebase(time).probes(1).build();
    probing.open();
    probing.halfOpen();
    Operation<String, RuntimeException> operation = null;
    Supplier<CompletionStage<String>> supplier = null;
    assertThatThrownBy(() -> probing.call(operation))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("operation");
    assertThatThrownBy(() -> probing.run(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("action");
    assertThatThrownBy(() -> probing.wrap(operation))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("operation");
    assertThatThrownBy(() -> probing.callAsync(supplier))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("operation");
    assertThatThrownBy(() -> probing.wrapAsync(supplier))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("operation");
    assertThatThrownBy(() -> CircuitBreaker.of(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
    succeed(probing);
    assertThat(probing.state()).isEqualTo(CircuitState.CLOSED);
  }
}
