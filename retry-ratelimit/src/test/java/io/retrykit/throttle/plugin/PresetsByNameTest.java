package io.retrykit.throttle.plugin;

import static io.retrykit.testing.Configured.policies;
import static io.retrykit.testing.Configured.policy;
import static io.retrykit.testing.Configured.refusal;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.RetrySwitch;
import io.retrykit.annotation.Retryable;
import io.retrykit.call.Operation;
import io.retrykit.config.Policies;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.proxy.RetryProxy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 18.4: what the jar brings is found by its name, and the classifier without one. */
class PresetsByNameTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  /** A refusal of a client that nothing here knows. */
  public static final class Refused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    Refused(int status, Map<String, String> headers) {
      this.status = status;
      this.headers = headers;
    }

    /** As most clients call it. */
    public int getStatusCode() {
      return status;
    }

    /** As most clients call it. */
    public Map<String, String> getHeaders() {
      return headers;
    }
  }

  private static Refused limited() {
    return new Refused(429, Map.of());
  }

  /** Returns the pauses of a call that always fails; the draws are the least there are. */
  private List<Duration> pauses(RetryPolicy policy, Exception failure) {
    int before = time.sleeps().size();
    Retry retry = Retry.with(policy.toBuilder().timebase(time).random(() -> 0L).build());
    Operation<String, Exception> operation = () -> {
      throw failure;
    };
    assertThat(catchThrowable(() -> retry.call(operation))).isSameAs(failure);
    return List.copyOf(time.sleeps().subList(before, time.sleeps().size()));
  }

  // SPEC 18.1
  @Test
  void rateLimit_asABase_isThePreset() {
    RetryPolicy preset = policy("based-on", "rate-limit");

    assertThat(preset.name()).isEqualTo("x");
    assertThat(pauses(preset, limited()))
        .containsExactly(ofSeconds(1), ofSeconds(2), ofSeconds(4), ofSeconds(8));
    assertThat(pauses(preset, new IOException("reset"))).isEmpty();
    assertThat(preset.budget()).isEmpty();
  }

  // SPEC 18.1
  @Test
  void rateLimit_asABase_keepsWhatTheFileDoesNotSay() {
    RetryPolicy derived = policy(
        "based-on", "rate-limit",
        "max-attempts", "3",
        "initial-delay", "4s",
        "budget", "aws-standard",
        "aws-standard.capacity", "9");

    assertThat(pauses(derived, limited())).containsExactly(ofSeconds(2));
    assertThat(derived.budget().map(RetryBudget::name)).contains("aws-standard");
    RetryPolicy wider = policy("based-on", "rate-limit", "retry-on", "java.io.IOException");
    assertThat(pauses(wider, new IOException("reset"))).hasSize(4);
    assertThat(pauses(wider, limited())).hasSize(4);
  }

  // SPEC 18.3
  @Test
  void awsStandard_asABase_isThePresetWithItsBudget() {
    RetryPolicy preset = policy("based-on", "aws-standard");

    assertThat(preset.maxAttempts()).isEqualTo(3);
    assertThat(preset.backoff().leastNanos(1, 0)).isZero();
    assertThat(preset.backoff().mostNanos(1, 0)).isBetween(999_000_000L, 1_000_000_000L);
    assertThat(pauses(preset, new Refused(404, Map.of()))).isEmpty();
    assertThat(pauses(preset, new Refused(429, Map.of("Retry-After", "600"))))
        .containsExactly(ofSeconds(20), ofSeconds(20));
    assertThat(preset.budget())
        .map(RetryBudget::toString)
        .hasValueSatisfying(
            budget -> assertThat(budget).startsWith("aws-standard: ").endsWith(" of 500 tokens"));
  }

  // SPEC 18.3
  @Test
  void awsStandard2026_asABase_isThePresetWithItsBudget() {
    RetryPolicy preset = policy("based-on", "aws-standard-2026");

    assertThat(preset.backoff().mostNanos(1, 0)).isBetween(49_000_000L, 50_000_000L);
    assertThat(preset.throttledBackoff().mostNanos(1, 0)).isBetween(999_000_000L, 1_000_000_000L);
    assertThat(pauses(preset, new Refused(503, Map.of("x-amz-retry-after", "60000"))))
        .containsExactly(ofSeconds(5), ofSeconds(5));
    assertThat(preset.budget()).map(RetryBudget::name).contains("aws-standard-2026");
  }

  @Test
  void budgetOfAPreset_isShared_byThosePoliciesThatStandOnOneAnother() {
    Policies policies = policies("a.based-on", "aws-standard", "b.based-on", "a");

    assertThat(policies.get("b").budget()).isEqualTo(policies.get("a").budget());
  }

  // SPEC 14.3
  @Test
  void preset_misspelt_isRefusedNamingWhatThereIs() {
    assertThat(refusal("x.based-on", "ratelimit"))
        .isEqualTo("x.based-on must be the name of a policy, was \"ratelimit\"; configured: x;"
            + " plugged in: aws-standard, aws-standard-2026, rate-limit");
    assertThatThrownBy(() -> Policies.none().get("ratelimit"))
        .hasMessage("no policy \"ratelimit\"; configured: none; plugged in: aws-standard,"
            + " aws-standard-2026, rate-limit");
  }

  // SPEC 14.3
  @Test
  void guardsAndBudgets_misspelt_areRefusedNamingWhatThereIs() {
    assertThat(refusal("x.guards", "ratelimiter"))
        .isEqualTo("x.guards must name what is plugged in (adaptive-rate, quota, rate-limiter),"
            + " was \"ratelimiter\"");
    assertThat(refusal("x.budget", "aws"))
        .isEqualTo("x.budget must name what is plugged in (aws-standard, aws-standard-2026,"
            + " grpc-throttle, percentage), was \"aws\"");
  }

  /** SPEC 17.5: the jar on the path is enough. */
  @Test
  void plainPolicy_obeysRetryAfter_withoutAnyCode() {
    Refused hinted = new Refused(429, Map.of("Retry-After", "7"));
    RetryPolicy plain = RetryPolicy.builder().name("plain").build();

    assertThat(pauses(plain, hinted)).containsExactly(ofSeconds(7), ofSeconds(7));
    assertThat(pauses(policy("max-attempts", "2"), hinted)).containsExactly(ofSeconds(7));
    assertThat(pauses(plain.toBuilder().discovery(false).build(), hinted))
        .containsExactly(ofMillis(500), ofSeconds(1));
    assertThat(pauses(policy("discovery", "false"), hinted))
        .containsExactly(ofMillis(500), ofSeconds(1));
  }

  /** A rate limit has a backoff of its own where one is written: it is judged as throttled, not only as a failure. */
  @Test
  void plainPolicy_tellsThrottledFromOtherFailures() {
    RetryPolicy policy = policy("throttled-backoff", "fixed 9s", "backoff", "fixed 1s");

    assertThat(pauses(policy, limited())).containsExactly(ofSeconds(9), ofSeconds(9));
    assertThat(pauses(policy, new Refused(503, Map.of())))
        .containsExactly(ofSeconds(1), ofSeconds(1));
  }

  /** SPEC 17.4: what is written stands, nothing is added to it. */
  @ParameterizedTest
  @CsvSource({"404, 0, 2", "429, 2, 2", "503, 2, 2"})
  void hopelessRequest_isGivenUp_unlessRetryOnIsWritten(int status, int plain, int written) {
    Refused refused = new Refused(status, Map.of());

    assertThat(pauses(policy("max-attempts", "3"), refused)).hasSize(plain);
    assertThat(pauses(policy("retry-on", Refused.class.getName()), refused)).hasSize(written);
    assertThat(pauses(policy("retry-on", "java.io.IOException"), refused)).isEmpty();
  }

  /** Methods under the presets. */
  public interface Model {
    /** Five times. */
    @Retryable(policy = "rate-limit")
    String limit();

    /** The annotation's own number counts. */
    @Retryable(policy = "rate-limit", maxAttempts = 2)
    String twice();

    /** Three times. */
    @Retryable(policy = "aws-standard")
    String standard();

    /** Three times. */
    @Retryable(policy = "aws-standard-2026")
    String standard2026();

    /** As often as the proxy's own policy has it. */
    @Retryable
    String plain();
  }

  /** Counts its calls, and refuses them all. */
  private static final class Target implements Model {
    private int calls;

    private String refuse() {
      calls++;
      throw limited();
    }

    @Override
    public String limit() {
      return refuse();
    }

    @Override
    public String twice() {
      return refuse();
    }

    @Override
    public String standard() {
      return refuse();
    }

    @Override
    public String standard2026() {
      return refuse();
    }

    @Override
    public String plain() {
      return refuse();
    }
  }

  @Test
  void annotation_findsThePresetsByName() {
    Target target = new Target();
    Model model = RetryProxy.of(Model.class).policy(RetryPolicy.defaults()).wrap(target);
    try (RetrySwitch.Scope fast = RetrySwitch.withoutPauses()) {
      assertThat(fast).isNotNull();
      assertThat(calls(target, model::limit)).isEqualTo(5);
      assertThat(calls(target, model::twice)).isEqualTo(2);
      assertThat(calls(target, model::standard)).isEqualTo(3);
      assertThat(calls(target, model::standard2026)).isEqualTo(3);
      assertThat(calls(target, model::plain)).isEqualTo(3);
    }
  }

  private static int calls(Target target, Runnable call) {
    target.calls = 0;
    assertThat(catchThrowable(call::run)).isInstanceOf(Refused.class);
    return target.calls;
  }

  /** A method under a preset that there is not. */
  public interface Misspelt {
    /** Never called. */
    @Retryable(policy = "ratelimit")
    String ask();
  }

  @Test
  void annotation_withANameThereIsNot_isRefusedNamingWhatThereIs() {
    Misspelt target = () -> "";
    assertThatThrownBy(
            () -> RetryProxy.of(Misspelt.class).policy(RetryPolicy.defaults()).wrap(target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no policy \"ratelimit\"; configured: none; plugged in:"
            + " aws-standard, aws-standard-2026, rate-limit");
  }

  /** The spelling of the names is part of the contract: files have them. */
  @ParameterizedTest
  @ValueSource(strings = {"rate-limit", "aws-standard", "aws-standard-2026"})
  void preset_byItsName_bearsIt(String name) {
    assertThat(Policies.none().get(name).name()).isEqualTo(name);
  }

  /** SPEC 18.4: whoever asks for a preset again, or is based on it, is held back by the same budget. */
  @Test
  void preset_withABudget_isOneForAllOfAConfiguration() {
    Policies policies = policies("a.based-on", "aws-standard", "b.based-on", "aws-standard");
    RetryPolicy preset = policies.get("aws-standard");
    assertThat(policies.get("aws-standard")).isSameAs(preset);
    assertThat(policies.get("a").budget()).isPresent().isEqualTo(preset.budget());
    assertThat(policies.get("b").budget()).isEqualTo(preset.budget());
    assertThat(Policies.none().get("aws-standard").budget()).isNotEqualTo(preset.budget());
  }
}
