package io.retrykit.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.retrykit.time.Timebase;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyLimitsTest {
  @Test
  void defaults_areTenThousandKeys_andTenMinutes() {
    assertThat(KeyLimits.defaults()).hasToString("10000 keys, idle after 10m");
    assertThat(KeyLimits.defaults().timebase()).isSameAs(Timebase.system());
  }

  @Test
  void with_changesOneThing_andLeavesTheOriginalAlone() {
    VirtualTimebase time = VirtualTimebase.create();
    KeyLimits limits =
        KeyLimits.defaults().withMaxKeys(7).withIdle(Duration.ofSeconds(90)).withTimebase(time);

    assertThat(limits).hasToString("7 keys, idle after 1m 30s");
    assertThat(limits.maxKeys()).isEqualTo(7);
    assertThat(limits.idle()).isEqualTo(Duration.ofSeconds(90));
    assertThat(limits.timebase()).isSameAs(time);
    assertThat(KeyLimits.defaults().maxKeys()).isEqualTo(10_000);
  }

  /** SPEC 2.9. */
  @Test
  void badLimits_areRefused_namingArgumentRuleAndValue() {
    KeyLimits limits = KeyLimits.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withMaxKeys(0))
        .withMessage("maxKeys must be 1 or more, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withIdle(Duration.ZERO))
        .withMessage("idle must be more than zero, was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withIdle(Duration.ofSeconds(-1)))
        .withMessage("idle must be zero or more, was PT-1S");
  }
}
