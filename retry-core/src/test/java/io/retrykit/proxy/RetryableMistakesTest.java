package io.retrykit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.retrykit.annotation.Retryable;
import io.retrykit.backoff.Backoff;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SPEC 13.2: a mistake in an annotation fails when the proxy is made, naming the method. */
class RetryableMistakesTest {
  /** Mistake. */
  public interface BadDuration {
    @Retryable(initialDelay = "soon")
    int call();
  }

  /** Mistake. */
  public interface NegativeDuration {
    @Retryable(maxDelay = "-1s")
    int call();
  }

  /** Mistake. */
  public interface ZeroDuration {
    @Retryable(attemptTimeout = "0s")
    int call();
  }

  /** Mistake. */
  public interface ZeroAttempts {
    @Retryable(maxAttempts = 0)
    int call();
  }

  /** Mistake. */
  public interface SmallBase {
    @Retryable(exponentialBase = 0.5)
    int call();
  }

  /** Mistake. */
  public interface OddJitter {
    @Retryable(jitter = "some")
    int call();
  }

  /** Mistake. */
  public interface NoSuchPolicy {
    @Retryable(policy = "nowhere")
    int call();
  }

  /** Mistake. */
  public interface Contradiction {
    @Retryable(initialDelay = "1s", jitter = "none", maxDuration = "100ms")
    int call();
  }

  /** Mistake. */
  public interface BackoffAndDelay {
    @Retryable(initialDelay = "1s")
    int call();
  }

  /** Mistake. */
  @Retryable(maxAttempts = -1)
  public interface OnTheInterface {
    /** Retried because the interface says so. */
    int call();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            BadDuration.class,
            "initialDelay must be a number with a unit (ns, us, ms, s, m, h, d), as 500ms, 1.5s or"
                + " 2m, or ISO-8601, as PT1S, was \"soon\""),
        Arguments.of(
            NegativeDuration.class,
            "maxDelay must be a number with a unit (ns, us, ms, s, m, h, d), as 500ms, 1.5s or"
                + " 2m, or ISO-8601, as PT1S, was \"-1s\""),
        Arguments.of(ZeroDuration.class, "attemptTimeout must be more than zero, was PT0S"),
        Arguments.of(ZeroAttempts.class, "maxAttempts must be 1 or more, was 0"),
        Arguments.of(OnTheInterface.class, "maxAttempts must be 1 or more, was -1"),
        Arguments.of(SmallBase.class, "exponentialBase must be between 1 and 1e308, was 0.5"),
        Arguments.of(
            OddJitter.class,
            "jitter must be one of true, false, none, proportional, proportional-uncut, full, equal,"
                + " decorrelated, was \"some\""),
        Arguments.of(
            NoSuchPolicy.class,
            "no policy \"nowhere\"; configured: eager, patient; plugged in: none"),
        Arguments.of(
            Contradiction.class,
            "maxDuration must leave room for the first pause of at least PT1S, or no retry could"
                + " ever begin, was PT0.1S"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  <I> void mistake_inOneAnnotation_namesTheMethodAndTheRule(Class<I> type, String rule) {
    Properties properties = new Properties();
    properties.setProperty("patient.max-attempts", "9");
    properties.setProperty("eager.max-attempts", "2");

    assertThat(refusal(type, RetryProxy.of(type).policies(Policies.from(properties))))
        .isEqualTo("@Retryable on " + type.getSimpleName() + ".call: " + rule);
  }

  @Test
  void delay_besideABackoffOfThePolicy_isAContradiction() {
    RetryPolicy policy =
        RetryPolicy.builder().backoff(Backoff.fixed(Duration.ofSeconds(2))).build();

    assertThat(
            refusal(BackoffAndDelay.class, RetryProxy.of(BackoffAndDelay.class).policy(policy)))
        .startsWith("@Retryable on BackoffAndDelay.call: backoff replaces initialDelay and"
            + " exponentialBase, set one or the other; backoff was ");
  }

  /** Nothing here says retry. */
  public interface Unannotated {
    /** Not retried. */
    int call();
  }

  @Test
  void interfaceWithoutAnyAnnotation_isRefused() {
    assertThat(refusal(Unannotated.class))
        .isEqualTo(
            Unannotated.class.getName()
                + " has no @Retryable method: nothing would be retried; annotate methods or the interface");
  }

  /** A static method is no part of a proxy. */
  public interface StaticMethod {
    @Retryable
    int call();

    /** Mistake. */
    @Retryable
    static int helper() {
      return 1;
    }
  }

  /** A private method is no part of a proxy. */
  public interface PrivateMethod {
    @Retryable
    default int call() {
      return helper();
    }

    /** Mistake. */
    @Retryable
    private int helper() {
      return 1;
    }
  }

  /** The mistake is further up. */
  public interface BelowStaticMethod extends StaticMethod {}

  /** What Object has answers for the proxy. */
  public interface ObjectMethod {
    @Retryable
    int call();

    /** Mistake. */
    @Override
    @Retryable
    String toString();
  }

  @Test
  void annotation_onAMethodNoProxyRetries_isRefused() {
    assertThat(refusal(StaticMethod.class))
        .isEqualTo(
            "@Retryable on StaticMethod.helper: static and private methods cannot be retried");
    assertThat(refusal(PrivateMethod.class))
        .isEqualTo(
            "@Retryable on PrivateMethod.helper: static and private methods cannot be retried");
    assertThat(refusal(BelowStaticMethod.class))
        .isEqualTo(
            "@Retryable on StaticMethod.helper: static and private methods cannot be retried");
    assertThat(refusal(ObjectMethod.class))
        .isEqualTo("@Retryable on ObjectMethod.toString: methods of Object cannot be retried");
  }

  /** Three attempts. */
  @Retryable(maxAttempts = 3)
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.TYPE})
  public @interface Thrice {}

  /** Two attempts. */
  @Retryable(maxAttempts = 2)
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.TYPE})
  public @interface Twice {}

  /** Mistake. */
  public interface TwoWays {
    @Thrice
    @Twice
    int call();
  }

  /** Mistake. */
  @Twice
  @Thrice
  public interface TwoWaysAsAWhole {
    /** Retried, but how? */
    int call();
  }

  @Test
  void annotationsThatSayDifferentThings_areRefused_namingBoth() {
    assertThat(refusal(TwoWays.class))
        .isEqualTo("TwoWays.call is @Retryable in two ways, through @Thrice and @Twice:"
            + " say which with a @Retryable of its own");
    assertThat(refusal(TwoWaysAsAWhole.class))
        .isEqualTo("TwoWaysAsAWhole is @Retryable in two ways, through @Twice and @Thrice:"
            + " say which with a @Retryable of its own");
  }

  /** Methods whose result is still to come. */
  public interface StageMethod {
    @Retryable
    CompletionStage<String> call();
  }

  /** A subtype of a stage. */
  public interface FutureMethod {
    @Retryable
    CompletableFuture<String> call();
  }

  /** The oldest of them. */
  public interface PlainFutureMethod {
    @Retryable
    Future<String> call();
  }

  /** A stream. */
  public interface PublisherMethod {
    @Retryable
    Flow.Publisher<String> call();
  }

  // SPEC 13.4
  @ParameterizedTest
  @MethodSource("asyncTypes")
  <I> void methodWhoseResultIsStillToCome_withoutAnAdapter_namesTheArtifact(
      Class<I> type, String returned) {
    assertThat(refusal(type))
        .isEqualTo("@Retryable on " + type.getSimpleName() + ".call: it returns " + returned
            + ", which needs a ReturnTypeAdapter: io.retrykit:retry-async must be on the path");
  }

  static Stream<Arguments> asyncTypes() {
    return Stream.of(
        Arguments.of(StageMethod.class, "CompletionStage"),
        Arguments.of(FutureMethod.class, "CompletableFuture"),
        Arguments.of(PlainFutureMethod.class, "Future"),
        Arguments.of(PublisherMethod.class, "Publisher"));
  }

  private static <I> String refusal(Class<I> type) {
    return refusal(type, RetryProxy.of(type));
  }

  private static <I> String refusal(Class<I> type, RetryProxy<I> proxy) {
    I unused = type.cast(Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
          throw new AssertionError("nothing is called while a proxy is made: " + method);
        }));
    return String.valueOf(
        catchThrowableOfType(IllegalArgumentException.class, () -> proxy.wrap(unused))
            .getMessage());
  }
}
