package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a window of time makes of calls that leave it. SPEC 22.2, SPEC 22.3. */
class WindowMovesOnTest {
  private final VirtualTimebase time = VirtualTimebase.manual();

  /** The call before it was judged as fine, and nothing has ended since. */
  @Test
  void call_afterGoodOnesHaveLeftTheWindow_isNotRefusedForTheBadOneThatIsLeft() {
    assertThat(callAfterAFailureOutlivesSuccesses(builder())).isEqualTo("made");
  }

  @Test
  void call_thatIsWatchedForSlowness_isNotRefusedForItEither() {
    CircuitBreakerBuilder watched = builder().slowCalls(Duration.ofMillis(100), 50);

    assertThat(callAfterAFailureOutlivesSuccesses(watched)).isEqualTo("made");
  }

  private CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("claude")
        .timeWindow(Duration.ofSeconds(3), 3)
        .minimumCalls(1)
        .timebase(time);
  }

  private String callAfterAFailureOutlivesSuccesses(CircuitBreakerBuilder settings) {
    CircuitBreaker breaker = settings.build();
    for (int i = 0; i < 3; i++) {
      breaker.call(() -> "well");
    }
    time.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> breaker.call(() -> {
      throw new IOException("down");
    }));
    time.advance(Duration.ofSeconds(2));
    return breaker.call(() -> "made");
  }
}
