package io.retrykit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.PolicyProvider;
import io.retrykit.spi.ProviderSettings;
import io.retrykit.testing.PluggedIn;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC 14.3: guards and budgets by name, with settings of their own. */
class PlugInsTest {
  private static final String MISSING =
      ", which is not on the path, or could not be loaded (see the log)";

  @RegisterExtension
  final PluggedIn plugged = new PluggedIn();

  private record NamedGuard(String name) implements Guard {
    @Override
    public Admission admit(AdmissionRequest request) {
      return Admission.granted();
    }
  }

  private record NamedBudget(String name) implements RetryBudget {
    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      return 1;
    }
  }

  /** Makes guards that tell by their names what they were made from. */
  private record Guards(String name) implements GuardProvider {
    @Override
    public Guard create(ProviderSettings settings) {
      Duration window = settings.duration("window").orElse(Duration.ZERO);
      long rate = settings.integer("failure-rate", 1, 100).orElse(50);
      return new NamedGuard(name + " of " + settings.policy() + " " + rate + " " + window);
    }
  }

  private record Budgets(String name) implements BudgetProvider {
    @Override
    public RetryBudget create(ProviderSettings settings) {
      return new NamedBudget(name + " of " + settings.policy() + " "
          + settings.integer("tokens", 1, 1000).orElse(500));
    }
  }

  @BeforeEach
  void plugIn() {
    plugged.only(GuardProvider.class, List.of(new Guards("breaker"), new Guards("limiter")));
    plugged.only(BudgetProvider.class, List.of(new Budgets("tokens"), new Budgets("window")));
  }

  private static Policies policies(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    return Policies.from(properties);
  }

  private static String refusal(String... pairs) {
    Throwable thrown = catchThrowable(() -> policies(pairs));
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    return String.valueOf(thrown.getMessage());
  }

  private static List<String> guards(RetryPolicy policy) {
    return policy.guards().stream().map(Guard::name).toList();
  }

  @Test
  void guards_byName_areMadeInTheOrderWritten_eachWithItsOwnSettings() {
    Policies policies = policies(
        "claude.guards", "limiter, breaker",
        "claude.breaker.failure-rate", "25",
        "claude.breaker.window", "10s",
        "claude.limiter.failure-rate", " 75 ");

    assertThat(guards(policies.get("claude")))
        .containsExactly("limiter of claude 75 PT0S", "breaker of claude 25 PT10S");
  }

  @Test
  void budget_byName_isMadeWithItsOwnSettings() {
    assertThat(policies("claude.budget", "tokens", "claude.tokens.tokens", "20")
            .get("claude")
            .budget()
            .map(RetryBudget::name))
        .contains("tokens of claude 20");
    assertThat(policies("claude.budget", "window").get("claude").budget().map(RetryBudget::name))
        .contains("window of claude 500");
  }

  @Test
  void policies_withTheSameGuard_eachHaveOneOfTheirOwn() {
    Policies policies = policies("a.guards", "breaker", "b.guards", "breaker");

    assertThat(guards(policies.get("a"))).containsExactly("breaker of a 50 PT0S");
    assertThat(guards(policies.get("b"))).containsExactly("breaker of b 50 PT0S");
  }

  @Test
  void guardsOfABase_areShared_andThoseOfTheDerivedPolicyComeAfterThem() {
    Policies policies = policies("a.guards", "breaker", "b.based-on", "a", "b.guards", "limiter");

    assertThat(policies.get("b").guards()).hasSize(2);
    assertThat(policies.get("b").guards().get(0))
        .isSameAs(policies.get("a").guards().get(0));
    assertThat(guards(policies.get("b")))
        .containsExactly("breaker of a 50 PT0S", "limiter of b 50 PT0S");
  }

  @Test
  void guardOrBudget_thatIsNotThere_isRefusedNamingWhatIs() {
    assertThat(refusal("claude.guards", "breaker, fuse"))
        .isEqualTo("claude.guards must name what is plugged in (breaker, limiter), was \"fuse\"");
    assertThat(refusal("claude.budget", "pennies"))
        .isEqualTo("claude.budget must name what is plugged in (tokens, window), was \"pennies\"");
    assertThat(refusal("claude.budget", ""))
        .isEqualTo("claude.budget must name what is plugged in (tokens, window), was \"\"");
  }

  @Test
  void guard_withNothingPluggedIn_isRefusedSayingSo() {
    plugged.only(GuardProvider.class, List.of());

    assertThat(refusal("claude.guards", "fuse"))
        .isEqualTo("claude.guards must name what is plugged in (none), was \"fuse\"");
  }

  @ParameterizedTest
  @CsvSource({
    "guards, circuit-breaker, io.retrykit:retry-circuitbreaker",
    "guards, rate-limiter, io.retrykit:retry-ratelimit",
    "guards, quota, io.retrykit:retry-ratelimit",
    "guards, adaptive-rate, io.retrykit:retry-ratelimit"
  })
  void guardOfOurs_whoseJarIsMissing_namesTheArtifact(String key, String name, String artifact) {
    assertThat(refusal("claude." + key, name))
        .isEqualTo("claude.guards must name what is plugged in (breaker, limiter), was \"" + name
            + "\"; it comes with " + artifact + MISSING);
  }

  @ParameterizedTest
  @CsvSource({"aws-standard", "aws-standard-2026", "grpc-throttle", "percentage"})
  void budgetOfOurs_whoseJarIsMissing_namesTheArtifact(String name) {
    assertThat(refusal("claude.budget", name))
        .isEqualTo("claude.budget must name what is plugged in (tokens, window), was \"" + name
            + "\"; it comes with io.retrykit:retry-ratelimit" + MISSING);
  }

  @ParameterizedTest
  @CsvSource({"rate-limit", "aws-standard", "aws-standard-2026"})
  void presetOfOurs_whoseJarIsMissing_namesTheArtifact(String name) {
    plugged.only(PolicyProvider.class, List.of());
    String artifact = "; it comes with io.retrykit:retry-ratelimit" + MISSING;

    assertThat(refusal("claude.based-on", name))
        .isEqualTo("claude.based-on must be the name of a policy, was \"" + name
            + "\"; configured: claude; plugged in: none" + artifact);
    assertThat(catchThrowable(() -> Policies.none().get(name)))
        .hasMessage("no policy \"" + name + "\"; configured: none; plugged in: none" + artifact);
  }

  /** A name means one thing as a guard, another as a budget: the jar with the other one may well be there. */
  @Test
  void nameOfOurs_ofAnotherKind_namesNoArtifact() {
    assertThat(refusal("claude.guards", "percentage")).endsWith("was \"percentage\"");
    assertThat(refusal("claude.budget", "circuit-breaker")).endsWith("was \"circuit-breaker\"");
    assertThat(catchThrowable(() -> Policies.none().get("quota")))
        .hasMessageEndingWith("plugged in: none");
  }

  // SPEC 14.2
  @Test
  void badSettingOfAGuard_isNamedWithItsWholeKey() {
    assertThat(refusal("claude.guards", "breaker", "claude.breaker.failure-rate", "101"))
        .isEqualTo("claude.breaker.failure-rate must be a whole number between 1 and 100,"
            + " was \"101\"");
    assertThat(refusal("claude.guards", "breaker", "claude.breaker.windw", "1s"))
        .isEqualTo("unknown key claude.breaker.windw = 1s, allowed are [failure-rate, shared,"
            + " window]");
  }

  // SPEC 14.2
  @Test
  void settingsOfAGuard_thatThePolicyDoesNotName_areUnknownKeys() {
    assertThat(refusal("claude.guards", "breaker", "claude.limiter.failure-rate", "10"))
        .startsWith("unknown key claude.limiter.failure-rate = 10, allowed are [abort-on, ")
        .endsWith(", and the settings of [breaker]");
  }

  // SPEC 14.2
  @Test
  void provider_thatRefusesForAReasonOfItsOwn_isQuotedWithTheKey() {
    GuardProvider fussy = new GuardProvider() {
      @Override
      public String name() {
        return "fussy";
      }

      @Override
      public Guard create(ProviderSettings settings) {
        throw new IllegalArgumentException("not on a Sunday");
      }
    };
    plugged.only(GuardProvider.class, List.of(fussy));

    assertThat(refusal("claude.guards", "fussy"))
        .isEqualTo("claude.guards = fussy: not on a Sunday");
    plugged.only(GuardProvider.class, List.of(new Guards("breaker"), fussy));
    assertThat(refusal("claude.guards", "breaker, fussy"))
        .isEqualTo("claude.guards = fussy: not on a Sunday");
  }
}
