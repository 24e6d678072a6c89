package io.retrykit.policy;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a builder refuses, and with which words. SPEC 2.9. */
class RetryPolicyBuilderTest {
  private static final Duration MINUS = ofSeconds(-1);

  static Stream<Arguments> badSettings() {
    return Stream.of(
        bad(b -> b.name(" "), "name must not be blank, was \" \""),
        bad(b -> b.maxAttempts(0), "maxAttempts must be 1 or more, was 0"),
        bad(b -> b.maxAttempts(-3), "maxAttempts must be 1 or more, was -3"),
        bad(b -> b.initialDelay(MINUS), "initialDelay must be zero or more, was PT-1S"),
        bad(b -> b.maxDelay(MINUS), "maxDelay must be zero or more, was PT-1S"),
        bad(b -> b.exponentialBase(0.5), "exponentialBase must be between 1 and 1e308, was 0.5"),
        bad(
            b -> b.exponentialBase(Double.NaN),
            "exponentialBase must be between 1 and 1e308, was NaN"),
        bad(
            b -> b.exponentialBase(Double.MAX_VALUE),
            "exponentialBase must be between 1 and 1e308, was 1.7976931348623157E308"),
        bad(b -> b.maxDuration(ZERO), "maxDuration must be more than zero, was PT0S"),
        bad(b -> b.maxDuration(MINUS), "maxDuration must be more than zero, was PT-1S"),
        bad(b -> b.attemptTimeout(ZERO), "attemptTimeout must be more than zero, was PT0S"),
        bad(b -> b.attemptTimeout(MINUS), "attemptTimeout must be more than zero, was PT-1S"),
        bad(b -> b.maxServerDelay(MINUS), "maxServerDelay must be zero or more, was PT-1S"));
  }

  /** SPEC 2.9: where it is given, before build. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("badSettings")
  void setter_badValue_isNamedWithRuleAndValue(
      String message, Consumer<RetryPolicyBuilder> setting) {
    RetryPolicyBuilder builder = RetryPolicy.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setting.accept(builder))
        .withMessage(message);
    assertThat(builder.build()).hasToString(RetryPolicy.defaults().toString());
  }

  static Stream<Arguments> contradictions() {
    Backoff fixed = Backoff.fixed(ofSeconds(1));
    String replaces = "backoff replaces initialDelay and exponentialBase, set one or the other; "
        + "backoff was fixed 1s";
    String room = "maxDuration must leave room for the first pause of at least %s, or no retry "
        + "could ever begin, was %s";
    return Stream.of(
        bad(b -> b.backoff(fixed).initialDelay(ofSeconds(1)), replaces),
        bad(b -> b.exponentialBase(2).backoff(fixed), replaces),
        bad(
            RetryPolicyBuilder::unlimitedAttempts,
            "unlimitedAttempts needs a maxDuration or a budget, was given neither"),
        bad(
            b -> b.waitWhenRefused(true),
            "waitWhenRefused needs a maxDuration to end the wait, was given none"),
        bad(b -> b.maxDuration(ofMillis(499)), room.formatted("PT0.5S", "PT0.499S")),
        bad(b -> b.jitter(false).maxDuration(ofMillis(999)), room.formatted("PT1S", "PT0.999S")),
        bad(b -> b.maxDuration(ofMillis(1)).backoff(fixed), room.formatted("PT1S", "PT0.001S")),
        bad(
            b -> b.jitter(Jitter.ranged(ofSeconds(2), ZERO)),
            "below must be no more than the first delay of PT1S, was PT2S"),
        bad(
            b -> b.jitter(Jitter.ranged(ofSeconds(1), ZERO))
                .throttledBackoff(Backoff.fixed(ofMillis(10))),
            "below must be no more than the first delay of PT0.01S, was PT1S"));
  }

  /** SPEC 2.9, SPEC 2.7, SPEC 1.3: contradictions between two settings, in build. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("contradictions")
  void build_ofContradictions_namesBoth(String message, Consumer<RetryPolicyBuilder> settings) {
    RetryPolicyBuilder builder = RetryPolicy.builder();
    settings.accept(builder);
    assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
  }

  private static Arguments bad(Consumer<RetryPolicyBuilder> settings, String message) {
    return arguments(message, settings);
  }

  /** SPEC 1.3. */
  @Test
  void unlimitedAttempts_withADurationOrABudget_isAccepted() {
    assertThat(
            RetryPolicy.builder().unlimitedAttempts().maxDuration(ofSeconds(9)).build())
        .matches(RetryPolicy::isUnlimited);
    assertThat(
            RetryPolicy.builder().unlimitedAttempts().budget(Parts.budget("b")).build())
        .matches(RetryPolicy::isUnlimited)
        .returns(Integer.MAX_VALUE, RetryPolicy::maxAttempts);
    assertThat(RetryPolicy.builder().unlimitedAttempts().maxAttempts(2).build())
        .doesNotMatch(RetryPolicy::isUnlimited);
  }

  @Test
  void maxDuration_withRoomAfterTheFirstPause_isAccepted() {
    assertThat(RetryPolicy.builder()
            .jitter(false)
            .maxDuration(ofMillis(1001))
            .build()
            .maxDuration())
        .contains(ofMillis(1001));
    assertThat(RetryPolicy.builder()
            .maxAttempts(1)
            .maxDuration(ofMillis(1))
            .build()
            .maxDuration())
        .as("there is no pause to leave room for")
        .contains(ofMillis(1));
  }

  @Test
  void edges_ofEveryRange_areAccepted() {
    assertThatNoException()
        .isThrownBy(() -> RetryPolicy.builder()
            .maxAttempts(1)
            .initialDelay(ZERO)
            .maxDelay(ZERO)
            .exponentialBase(1)
            .exponentialBase(1e308)
            .maxServerDelay(ZERO)
            .attemptTimeout(Duration.ofNanos(1))
            .maxDuration(ofSeconds(Long.MAX_VALUE))
            .build());
  }

  @SuppressWarnings("NullAway") // what unchecked callers do
  static Stream<Arguments> nulls() {
    return Stream.of(
        nul("name", b -> b.name(null)),
        nul("initialDelay", b -> b.initialDelay(null)),
        nul("maxDelay", b -> b.maxDelay(null)),
        nul("jitter", b -> b.jitter((Jitter) null)),
        nul("backoff", b -> b.backoff(null)),
        nul("throttledBackoff", b -> b.throttledBackoff(null)),
        nul("failures", b -> b.retryOn((Class<? extends Throwable>[]) null)),
        nul("failure class", b -> b.retryOn(RuntimeException.class, null)),
        nul("failure", b -> b.retryOn((Predicate<Throwable>) null)),
        nul("failures", b -> b.abortOn((Class<? extends Throwable>[]) null)),
        nul("failure class", b -> b.abortOn(RuntimeException.class, null)),
        nul("failure", b -> b.abortOn((Predicate<Throwable>) null)),
        nul("type", b -> b.retryOnResult((Class<String>) null, text -> true)),
        nul("result", b -> b.retryOnResult(String.class, null)),
        nul("result", b -> b.retryOnResult((Predicate<@Nullable Object>) null)),
        nul("type", b -> b.abortOnResult((Class<String>) null, text -> true)),
        nul("result", b -> b.abortOnResult(String.class, null)),
        nul("result", b -> b.abortOnResult((Predicate<@Nullable Object>) null)),
        nul("onDiscard", b -> b.onDiscard(null)),
        nul("onRetry", b -> b.onRetry(null)),
        nul("listener", b -> b.listener(null)),
        nul("classifier", b -> b.classifier(null)),
        nul("guard", b -> b.guard(null)),
        nul("budget", b -> b.budget(null)),
        nul("maxDuration", b -> b.maxDuration(null)),
        nul("attemptTimeout", b -> b.attemptTimeout(null)),
        nul("maxServerDelay", b -> b.maxServerDelay(null)),
        nul("random", b -> b.random(null)),
        nul("timebase", b -> b.timebase(null)));
  }

  private static Arguments nul(String argument, Consumer<RetryPolicyBuilder> setting) {
    return arguments(argument, setting);
  }

  /** SPEC 2.9: null names the argument, where it is given. */
  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("nulls")
  void setter_null_namesTheArgument(String argument, Consumer<RetryPolicyBuilder> setting) {
    RetryPolicyBuilder builder = RetryPolicy.builder();
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> setting.accept(builder))
        .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
        .withMessageStartingWith(argument);
  }
}
