package io.retrykit.policy;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The order of settings never matters, and no accepted setting breaks a policy. */
class RetryPolicyPropertiesTest {
  private static final List<UnaryOperator<RetryPolicyBuilder>> SETTERS = List.of(
      b -> b.name("claude"),
      b -> b.maxAttempts(7),
      b -> b.initialDelay(ofMillis(50)),
      b -> b.maxDelay(ofSeconds(9)),
      b -> b.exponentialBase(3),
      b -> b.jitter(Jitter.ranged(ofMillis(40), ofSeconds(1))),
      b -> b.throttledBackoff(Backoff.fixed(ofSeconds(2))),
      b -> b.maxDuration(ofMinutes(2)),
      b -> b.attemptTimeout(ofSeconds(7)),
      b -> b.maxServerDelay(ofSeconds(30)),
      b -> b.waitWhenRefused(true),
      b -> b.budget(Parts.budget("tokens")),
      b -> b.guard(Parts.guard("breaker")),
      b -> b.retryOn(IOException.class),
      b -> b.abortOn(ArithmeticException.class),
      b -> b.retryOnResult(Integer.class, status -> status >= 500),
      b -> b.abortOnResult(String.class, String::isEmpty),
      b -> b.matchCauses(true));

  private static final List<UnaryOperator<RetryPolicyBuilder>> CONTRADICTING = List.of(
      b -> b.backoff(Backoff.fixed(ofSeconds(1))),
      b -> b.initialDelay(ofSeconds(2)),
      b -> b.maxAttempts(4),
      b -> b.maxDelay(ofSeconds(3)),
      b -> b.jitter(true));

  @Provide
  Arbitrary<List<UnaryOperator<RetryPolicyBuilder>>> orders() {
    return Arbitraries.shuffle(SETTERS);
  }

  @Provide
  Arbitrary<List<UnaryOperator<RetryPolicyBuilder>>> contradictions() {
    return Arbitraries.shuffle(CONTRADICTING);
  }

  /** SPEC 2.9. */
  @Property
  void build_inAnyOrder_isTheSamePolicy(
      @ForAll("orders") List<UnaryOperator<RetryPolicyBuilder>> order) {
    RetryPolicy expected = applied(SETTERS).build();
    RetryPolicy policy = applied(order).build();
    assertThat(policy).hasToString(expected.toString());
    assertThat(policy.explain()).isEqualTo(expected.explain());
  }

  /** SPEC 2.9. */
  @Property
  void build_ofAContradiction_isRefusedInAnyOrder(
      @ForAll("contradictions") List<UnaryOperator<RetryPolicyBuilder>> order) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> applied(order).build())
        .withMessage("backoff replaces initialDelay and exponentialBase, set one or the other; "
            + "backoff was fixed 1s");
  }

  /** SPEC 2.2: whatever is accepted can be drawn from and explained, to the last attempt. */
  @Property
  void build_ofAnythingAccepted_pausesWithinItsCap(
      @ForAll @IntRange(min = 2) int attempts,
      @ForAll @IntRange(min = 0) int initialMillis,
      @ForAll @IntRange(min = 0) int capMillis,
      @ForAll @DoubleRange(min = 1, max = 1e308) double base,
      @ForAll boolean jitter) {
    Duration cap = ofMillis(capMillis);
    RetryPolicy policy = RetryPolicy.builder()
        .maxAttempts(attempts)
        .budget(Parts.budget("tokens"))
        .initialDelay(ofMillis(initialMillis))
        .maxDelay(cap)
        .exponentialBase(base)
        .jitter(jitter)
        .build();
    assertThat(policy.backoff().delay(attempts - 1)).isBetween(Duration.ZERO, cap);
    assertThat(policy.explain()).doesNotContain("NaN").doesNotContain("-");
  }

  private static RetryPolicyBuilder applied(List<UnaryOperator<RetryPolicyBuilder>> settings) {
    RetryPolicyBuilder builder = RetryPolicy.builder();
    for (UnaryOperator<RetryPolicyBuilder> setting : settings) {
      builder = setting.apply(builder);
    }
    return builder;
  }
}
