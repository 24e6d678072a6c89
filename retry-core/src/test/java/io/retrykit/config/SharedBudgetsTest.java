package io.retrykit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.call.Operation;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.RetryBudget;
import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.ProviderSettings;
import io.retrykit.testing.CapturedLog;
import io.retrykit.testing.PluggedIn;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SPEC 14.4: policies whose budgets carry the same name as {@code shared} have one budget. */
class SharedBudgetsTest {
  @RegisterExtension
  final PluggedIn plugged = new PluggedIn();

  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final List<String> made = new ArrayList<>();

  /** Pays for so many retries, whoever asks. */
  private record Purse(String name, AtomicLong tokens) implements RetryBudget {
    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      return tokens.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 1 : REFUSED;
    }
  }

  /** Knows two settings, and nothing of sharing. */
  private final class Purses implements BudgetProvider {
    private final String name;

    Purses(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public RetryBudget create(ProviderSettings settings) {
      if (settings.flag("fussy").orElse(false)) {
        throw new IllegalArgumentException("not on a Sunday");
      }
      long tokens = settings.integer("tokens", 1, 1000).orElse(500);
      String what = name + " of " + settings.policy() + " " + tokens;
      made.add(what);
      return new Purse(what, new AtomicLong(tokens));
    }
  }

  @BeforeEach
  void plugIn() {
    plugged.only(BudgetProvider.class, List.of(new Purses("purse"), new Purses("window")));
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

  private static RetryBudget budget(Policies policies, String name) {
    return policies.get(name).budget().orElseThrow();
  }

  /** Returns how often an operation was tried that always fails. */
  private static int attempts(Policies policies, String name) {
    int[] attempts = {0};
    Operation<String, IllegalStateException> failing = () -> {
      attempts[0]++;
      throw new IllegalStateException("down");
    };
    Retry retry = Retry.with(policies.get(name).toBuilder()
        .maxAttempts(100)
        .discovery(false)
        .timebase(VirtualTimebase.create())
        .build());
    assertThat(catchThrowable(() -> retry.call(failing))).hasMessage("down");
    return attempts[0];
  }

  @Test
  void policies_thatShareABudget_haveTheSameOne_madeOnce() {
    Policies policies = policies(
        "a.budget", "purse",
        "a.purse.shared", "bedrock",
        "b.budget", " purse",
        "b.purse.shared", " bedrock ");

    assertThat(budget(policies, "a")).isSameAs(budget(policies, "b"));
    assertThat(made).containsExactly("purse of a 500");
  }

  @Test
  void retriesOfOnePolicy_areMissedByTheOther() {
    Policies policies = policies(
        "a.budget", "purse",
        "a.purse.shared", "bedrock",
        "a.purse.tokens", "5",
        "b.budget", "purse",
        "b.purse.shared", "bedrock");

    assertThat(attempts(policies, "b")).isEqualTo(6);
    assertThat(attempts(policies, "a")).isEqualTo(1);
  }

  @Test
  void policies_thatDoNotSayShared_haveABudgetEach() {
    Policies policies = policies(
        "a.budget", "purse", "b.budget", "purse", "c.budget", "purse", "c.purse.shared", "bedrock");

    assertThat(made)
        .containsExactlyInAnyOrder("purse of a 500", "purse of b 500", "purse of c 500");
    assertThat(budget(policies, "a")).isNotSameAs(budget(policies, "b"));
    assertThat(budget(policies, "a")).isNotSameAs(budget(policies, "c"));
  }

  @Test
  void otherNames_areOtherBudgets_evenOfOtherKinds() {
    Policies policies = policies(
        "a.budget", "purse",
        "a.purse.shared", "bedrock",
        "b.budget", "purse",
        "b.purse.shared", "openai",
        "b.purse.tokens", "7",
        "c.budget", "window",
        "c.window.shared", "azure");

    assertThat(budget(policies, "a").name()).isEqualTo("purse of a 500");
    assertThat(budget(policies, "b").name()).isEqualTo("purse of b 7");
    assertThat(budget(policies, "c").name()).isEqualTo("window of c 500");
  }

  @Test
  void settings_mayStandWithAnyOfThem() {
    Policies policies = policies(
        "a.budget", "purse",
        "a.purse.shared", "bedrock",
        "b.budget", "purse",
        "b.purse.shared", "bedrock",
        "b.purse.tokens", "7",
        "c.budget", "purse",
        "c.purse.shared", "bedrock");

    assertThat(made).containsExactly("purse of b 7");
    assertThat(budget(policies, "a")).isSameAs(budget(policies, "c"));
  }

  @Test
  void settings_mayStandWithSeveral_ifTheyAreTheSame() {
    policies(
        "a.budget", "purse",
        "a.purse.shared", "bedrock",
        "a.purse.tokens", "7",
        "b.budget", "purse",
        "b.purse.shared", "bedrock",
        "c.budget", "purse",
        "c.purse.shared", "bedrock",
        "c.purse.tokens", " 7 ");

    assertThat(made).containsExactly("purse of a 7");
  }

  @Test
  void settings_thatDiffer_areRefusedWithBothValues() {
    assertThat(refusal(
            "a.budget", "purse",
            "a.purse.shared", "bedrock",
            "b.budget", "purse",
            "b.purse.shared", "bedrock",
            "b.purse.tokens", "7",
            "c.budget", "purse",
            "c.purse.shared", "bedrock",
            "c.purse.tokens", "8"))
        .isEqualTo("b and c share the budget \"bedrock\", but b.purse.tokens = 7, and"
            + " c.purse.tokens = 8; its settings must stand with one of them, or be the same with"
            + " both");
    assertThat(made).isEmpty();
  }

  @Test
  void settings_ofWhichOneHasMore_areRefused() {
    assertThat(refusal(
            "a.budget", "purse",
            "a.purse.shared", "bedrock",
            "a.purse.tokens", "7",
            "b.budget", "purse",
            "b.purse.shared", "bedrock",
            "b.purse.fussy", "false",
            "b.purse.tokens", "7"))
        .isEqualTo("a and b share the budget \"bedrock\", but a.purse.fussy is not set, and"
            + " b.purse.fussy = false; its settings must stand with one of them, or be the same"
            + " with both");
  }

  @Test
  void kinds_thatDiffer_areRefusedWithBoth() {
    assertThat(refusal(
            "a.budget", "purse",
            "a.purse.shared", "bedrock",
            "b.budget", "window",
            "b.window.shared", "bedrock"))
        .isEqualTo("a and b share the budget \"bedrock\", but a.budget = purse, and"
            + " b.budget = window; they must be of one kind");
  }

  // SPEC 14.2
  @Test
  void mistakeInASetting_isNamedWithTheKeyOfThePolicyItStandsWith() {
    String[] shared = {
      "a.budget", "purse", "a.purse.shared", "x", "b.budget", "purse", "b.purse.shared", "x"
    };

    assertThat(refusal(with(shared, "b.purse.tokens", "many")))
        .isEqualTo("b.purse.tokens must be a whole number between 1 and 1000, was \"many\"");
    assertThat(refusal(with(shared, "b.purse.tokns", "7")))
        .isEqualTo("unknown key b.purse.tokns = 7, allowed are [fussy, shared, tokens]");
    assertThat(refusal(with(shared, "b.purse.fussy", "true")))
        .isEqualTo("b.budget = purse: not on a Sunday");
    assertThat(refusal("a.budget", "purse", "a.purse.shred", "x"))
        .isEqualTo("unknown key a.purse.shred = x, allowed are [fussy, shared, tokens]");
  }

  private static String[] with(String[] pairs, String key, String value) {
    List<String> all = new ArrayList<>(List.of(pairs));
    all.add(key);
    all.add(value);
    return all.toArray(String[]::new);
  }

  // SPEC 14.2
  @Test
  void sharedName_thatIsBlank_isRefused() {
    assertThat(refusal("a.budget", "purse", "a.purse.shared", " "))
        .isEqualTo("a.purse.shared must be a name, was \" \"");
  }

  // SPEC 14.2
  @Test
  void shared_ofABudgetThatThePolicyDoesNotName_isAnUnknownKey() {
    assertThat(refusal("a.budget", "purse", "a.window.shared", "x"))
        .startsWith("unknown key a.window.shared = x, allowed are [abort-on, ")
        .endsWith(", and the settings of [purse]");
  }

  // SPEC 14.3
  @Test
  void sharedBudget_thatIsNotThere_isRefusedNamingWhatIs() {
    assertThat(refusal("a.budget", "pennies", "a.pennies.shared", "x"))
        .isEqualTo("a.budget must name what is plugged in (purse, window), was \"pennies\"");
  }

  @Test
  void policyBasedOnAnother_hasItsBudget_unlessItNamesOne() {
    Policies policies = policies(
        "a.budget", "purse",
        "a.purse.shared", "bedrock",
        "b.based-on", "a",
        "c.based-on", "a",
        "c.budget", "purse");

    assertThat(budget(policies, "b")).isSameAs(budget(policies, "a"));
    assertThat(budget(policies, "c")).isNotSameAs(budget(policies, "a"));
  }

  @Test
  void configurations_readApart_shareNothing() {
    String[] pairs = {"a.budget", "purse", "a.purse.shared", "bedrock"};

    assertThat(budget(policies(pairs), "a")).isNotSameAs(budget(policies(pairs), "a"));
  }

  /** A name misspelt makes two budgets of one; nothing else would tell. */
  @Test
  void shareNobodyElseHas_isLogged() {
    policies(
        "a.budget",
        "purse",
        "a.purse.shared",
        "bedrock",
        "b.budget",
        "purse",
        "b.purse.shared",
        "bedrok",
        "c.budget",
        "purse",
        "c.purse.shared",
        "bedrock");
    assertThat(log.warnings())
        .containsExactly(
            "WARN b.purse.shared = bedrok, but no other policy shares a budget of that name");
  }
}
