package io.retrykit.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.annotation.Retryable;
import io.retrykit.backoff.Backoff;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** SPEC 13.1: every parameter of the annotation takes effect, and what is left open comes from the policy. */
class RetryableParametersTest {
  /** One method for each parameter. */
  public interface Parameters {
    @Retryable
    void nothing();

    @Retryable(maxAttempts = 7)
    void maxAttempts();

    @Retryable(maxAttempts = 1)
    void noRetry();

    @Retryable(initialDelay = "250ms")
    void initialDelay();

    @Retryable(maxDelay = "1.5s")
    void maxDelay();

    @Retryable(exponentialBase = 3)
    void exponentialBase();

    @Retryable(jitter = "full")
    void fullJitter();

    @Retryable(jitter = "true")
    void proportionalJitter();

    @Retryable(retryOn = TimeoutException.class)
    void retryOn();

    @Retryable(abortOn = FileNotFoundException.class)
    void abortOn();

    @Retryable(maxDuration = "PT1M")
    void maxDuration();

    @Retryable(attemptTimeout = "2s")
    void attemptTimeout();

    @Retryable(policy = "patient")
    void policy();

    @Retryable(policy = "patient", maxAttempts = 2)
    void policyAndMore();
  }

  private final RetryPolicy base = RetryPolicy.builder()
      .maxAttempts(4)
      .initialDelay(Duration.ofSeconds(1))
      .jitter(false)
      .retryOn(IOException.class)
      .abortOn(UncheckedIOException.class)
      .build();

  private RetryPolicy of(String method) {
    Properties properties = new Properties();
    properties.setProperty("patient.max-attempts", "9");
    properties.setProperty("patient.initial-delay", "10s");
    properties.setProperty("patient.jitter", "none");
    try {
      Retryable annotation = Parameters.class.getMethod(method).getAnnotation(Retryable.class);
      return new AnnotatedPolicy(base, Policies.from(properties))
          .of(annotation, "Parameters." + method);
    } catch (NoSuchMethodException misspelt) {
      throw new AssertionError(misspelt);
    }
  }

  private static long pause(Backoff backoff, int n, RandomGenerator random) {
    return backoff.nanos(n, 0, random);
  }

  @Test
  void nothingSaid_leavesThePolicyAsItIs_andNamesItAfterTheMethod() {
    RetryPolicy policy = of("nothing");

    assertThat(policy.name()).isEqualTo("Parameters.nothing");
    assertThat(policy.maxAttempts()).isEqualTo(4);
    assertThat(policy.backoff().schedule(3))
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(policy.selection().retries(new IOException())).isTrue();
    assertThat(policy.selection().retries(new TimeoutException())).isFalse();
    assertThat(policy.selection().aborts(new UncheckedIOException(new IOException())))
        .isTrue();
    assertThat(policy.maxDuration()).isEmpty();
    assertThat(policy.attemptTimeout()).isEmpty();
  }

  @Test
  void policyWithANameOfItsOwn_keepsIt() {
    RetryPolicy named = base.toBuilder().name("claude").build();
    Retryable annotation = Retried.class.getAnnotation(Retryable.class);

    assertThat(new AnnotatedPolicy(named, Policies.none())
            .of(annotation, "Retried.call")
            .name())
        .isEqualTo("claude");
  }

  /** Annotated as a whole. */
  @Retryable
  public interface Retried {}

  @Test
  void maxAttempts_isThatNumber() {
    assertThat(of("maxAttempts").maxAttempts()).isEqualTo(7);
    assertThat(of("noRetry").maxAttempts()).isEqualTo(1);
  }

  @Test
  void initialDelay_isTheFirstPause() {
    assertThat(of("initialDelay").backoff().schedule(2))
        .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
  }

  @Test
  void maxDelay_capsThePauses() {
    assertThat(of("maxDelay").backoff().schedule(3))
        .containsExactly(Duration.ofSeconds(1), Duration.ofMillis(1500), Duration.ofMillis(1500));
  }

  @Test
  void exponentialBase_isTheGrowth() {
    assertThat(of("exponentialBase").backoff().schedule(3))
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(9));
  }

  @Test
  void jitter_isTheOneNamed() {
    Backoff full = of("fullJitter").backoff();
    Backoff proportional = of("proportionalJitter").backoff();

    assertThat(full.leastNanos(1, 0)).isZero();
    assertThat(proportional.leastNanos(1, 0)).isEqualTo(500_000_000L);
    assertThat(pause(full, 1, new Random(1))).isBetween(0L, 999_999_999L);
    assertThat(pause(proportional, 1, new Random(1))).isBetween(500_000_000L, 1_499_999_999L);
  }

  @Test
  void retryOn_replacesThePolicys() {
    RetryPolicy policy = of("retryOn");

    assertThat(policy.selection().retries(new TimeoutException())).isTrue();
    assertThat(policy.selection().retries(new IOException())).isFalse();
  }

  @Test
  void abortOn_isAddedToThePolicys() {
    RetryPolicy policy = of("abortOn");

    assertThat(policy.selection().aborts(new FileNotFoundException())).isTrue();
    assertThat(policy.selection().aborts(new UncheckedIOException(new IOException())))
        .isTrue();
    assertThat(policy.selection().retries(new IOException())).isTrue();
  }

  @Test
  void maxDurationAndAttemptTimeout_areThoseDurations() {
    assertThat(of("maxDuration").maxDuration()).contains(Duration.ofMinutes(1));
    assertThat(of("attemptTimeout").attemptTimeout()).contains(Duration.ofSeconds(2));
  }

  @Test
  void policy_isTheOneOfThatName_andOtherParametersComeOnTop() {
    assertThat(of("policy").name()).isEqualTo("patient");
    assertThat(of("policy").maxAttempts()).isEqualTo(9);
    assertThat(of("policy").backoff().schedule(1)).containsExactly(Duration.ofSeconds(10));
    assertThat(of("policyAndMore").maxAttempts()).isEqualTo(2);
    assertThat(of("policyAndMore").backoff().schedule(1)).containsExactly(Duration.ofSeconds(10));
  }
}
