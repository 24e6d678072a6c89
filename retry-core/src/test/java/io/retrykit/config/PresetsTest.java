package io.retrykit.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.PolicyProvider;
import io.retrykit.testing.PluggedIn;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Policies that jars plug in: each made once, with no lock held. */
class PresetsTest {
  @RegisterExtension
  final PluggedIn plugged = new PluggedIn();

  private final Presets presets = new Presets();

  private record Plugged(String name, Supplier<RetryPolicy> maker) implements PolicyProvider {
    @Override
    public RetryPolicy policy() {
      return maker.get();
    }
  }

  private static RetryPolicy policy(String name) {
    return RetryPolicy.builder().name(name).discovery(false).build();
  }

  @Test
  void named_again_isTheSamePolicy() {
    plugged.only(PolicyProvider.class, List.of(new Plugged("a", () -> policy("a"))));

    Optional<RetryPolicy> first = presets.named("a");
    assertThat(first).isPresent();
    assertThat(presets.named("a").orElseThrow()).isSameAs(first.orElseThrow());
    assertThat(presets.named("b")).isEmpty();
  }

  /** The two names share a bin of the map, which a map that is being filled keeps locked. */
  @Test
  void policy_thatIsMadeFromAnotherPreset_isMade() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    plugged.only(
        PolicyProvider.class,
        List.of(
            new Plugged("Aa", () -> presets.named("BB").orElseThrow()),
            new Plugged("BB", () -> policy("BB"))));

    assertThat(presets.named("Aa").orElseThrow()).isSameAs(presets.named("BB").orElseThrow());
  }

  /** Two threads may make one each; both are handed the one that was first. */
  @Test
  void policy_madeTwiceAtOnce_isTheFirstForBoth() {
    int[] made = {0};
    plugged.only(PolicyProvider.class, List.of(new Plugged("a", () -> {
      if (made[0]++ == 0) {
        presets.named("a"); // as if another thread had come in between
      }
      return policy("a" + made[0]);
    })));

    RetryPolicy first = presets.named("a").orElseThrow();
    assertThat(made[0]).isEqualTo(2);
    assertThat(presets.named("a").orElseThrow()).isSameAs(first);
    assertThat(first.name()).isEqualTo("a2");
  }
}
