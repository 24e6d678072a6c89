package io.retrykit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.ProviderSettings;
import io.retrykit.testing.CapturedLog;
import io.retrykit.testing.PluggedIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SPEC 14.4: policies whose guards of one kind carry the same name as {@code shared} have one guard. */
class SharedGuardsTest {
  @RegisterExtension
  final PluggedIn plugged = new PluggedIn();

  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final List<String> made = new ArrayList<>();

  /** Equal to any other of its name, so that only identity tells them apart. */
  private record NamedGuard(String name) implements Guard {
    @Override
    public Admission admit(AdmissionRequest request) {
      return Admission.granted();
    }
  }

  /** Knows one setting, and nothing of sharing. */
  private final class Guards implements GuardProvider {
    private final String name;

    Guards(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Guard create(ProviderSettings settings) {
      String what = name + " of " + settings.policy() + " "
          + settings.integer("rate", 1, 100).orElse(50);
      made.add(what);
      return new NamedGuard(what);
    }
  }

  @BeforeEach
  void plugIn() {
    plugged.only(GuardProvider.class, List.of(new Guards("breaker"), new Guards("limiter")));
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

  private static List<Guard> guards(Policies policies, String name) {
    return policies.get(name).guards();
  }

  @Test
  void policies_thatShareAGuard_haveTheSameOne_madeOnce() {
    Policies policies = policies(
        "a.guards", "breaker",
        "a.breaker.shared", "bedrock",
        "b.guards", "limiter , breaker",
        "b.breaker.shared", " bedrock ",
        "b.breaker.rate", "25");

    assertThat(guards(policies, "b").get(1)).isSameAs(guards(policies, "a").get(0));
    assertThat(made).containsExactly("breaker of b 25", "limiter of b 50");
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void guards_ofTwoKinds_mayCarryOneName() {
    Policies policies = policies(
        "a.guards", "breaker, limiter",
        "a.breaker.shared", "bedrock",
        "a.limiter.shared", "bedrock",
        "b.guards", "limiter, breaker",
        "b.breaker.shared", "bedrock",
        "b.limiter.shared", "bedrock");

    assertThat(made).containsExactlyInAnyOrder("breaker of a 50", "limiter of a 50");
    assertThat(guards(policies, "b").get(0)).isSameAs(guards(policies, "a").get(1));
    assertThat(guards(policies, "b").get(1)).isSameAs(guards(policies, "a").get(0));
  }

  @Test
  void policies_thatDoNotSayShared_orAnotherName_haveAGuardEach() {
    policies(
        "a.guards", "breaker",
        "a.breaker.shared", "bedrock",
        "b.guards", "breaker",
        "b.breaker.shared", "bedrok",
        "c.guards", "breaker");

    assertThat(made)
        .containsExactlyInAnyOrder("breaker of a 50", "breaker of b 50", "breaker of c 50");
    assertThat(log.warnings())
        .containsExactlyInAnyOrder(
            "WARN a.breaker.shared = bedrock, but no other policy shares a guard of that name",
            "WARN b.breaker.shared = bedrok, but no other policy shares a guard of that name");
  }

  @Test
  void guard_namedTwice_isRefused() {
    assertThat(refusal("a.guards", "breaker, limiter, breaker"))
        .isEqualTo("a.guards names breaker twice");
  }

  @Test
  void settings_thatDiffer_areRefusedWithBothValues() {
    assertThat(refusal(
            "a.guards", "breaker",
            "a.breaker.shared", "bedrock",
            "a.breaker.rate", "7",
            "b.guards", "breaker",
            "b.breaker.shared", "bedrock",
            "b.breaker.rate", "8"))
        .isEqualTo("a and b share the guard \"bedrock\", but a.breaker.rate = 7, and"
            + " b.breaker.rate = 8; its settings must stand with one of them, or be the same with"
            + " both");
    assertThat(made).isEmpty();
  }

  // SPEC 14.2
  @Test
  void mistake_isNamedWithTheKeyOfThePolicyItStandsWith() {
    assertThat(refusal("a.guards", "breaker", "a.breaker.shared", " "))
        .isEqualTo("a.breaker.shared must be a name, was \" \"");
    assertThat(refusal("a.guards", "breaker", "a.breaker.shred", "x"))
        .isEqualTo("unknown key a.breaker.shred = x, allowed are [rate, shared]");
    assertThat(refusal(
            "a.guards", "breaker",
            "a.breaker.shared", "x",
            "b.guards", "breaker",
            "b.breaker.shared", "x",
            "b.breaker.rate", "0"))
        .isEqualTo("b.breaker.rate must be a whole number between 1 and 100, was \"0\"");
  }

  // SPEC 14.3
  @Test
  void sharedGuard_thatIsNotThere_isRefusedNamingTheArtifact() {
    assertThat(refusal("a.guards", "circuit-breaker", "a.circuit-breaker.shared", "x"))
        .isEqualTo("a.guards must name what is plugged in (breaker, limiter), was"
            + " \"circuit-breaker\"; it comes with io.retrykit:retry-circuitbreaker, which is not"
            + " on the path, or could not be loaded (see the log)");
  }

  /** Asked twice about one attempt, a breaker would count it twice. */
  @Test
  void sharedGuard_thatTheBaseHasToo_isAskedOnce() {
    Policies policies = policies(
        "a.guards", "breaker",
        "a.breaker.shared", "bedrock",
        "b.based-on", "a",
        "b.guards", "limiter, breaker",
        "b.breaker.shared", "bedrock");

    assertThat(guards(policies, "b"))
        .extracting(Guard::name)
        .containsExactly("breaker of a 50", "limiter of b 50");
  }
}
