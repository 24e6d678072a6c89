package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private final VirtualTimebase time = VirtualTimebase.manual();

  @Test
  void call_afterEnoughFailures_isRefusedWithWhatIsLeftOfTheOpenTime() {
    CircuitBreaker breaker = CircuitBreaker.builder("claude")
        .consecutiveFailures(3)
        .openTime(Duration.ofSeconds(5))
        .timebase(time)
        .build();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> breaker.call(CircuitBreakerTest::fail))
          .isInstanceOf(IOException.class);
    }
    time.advance(Duration.ofSeconds(2));

    assertThatThrownBy(() -> breaker.call(() -> "never made"))
        .isInstanceOfSatisfying(CircuitOpenException.class, refused -> {
          assertThat(refused.breaker()).isEqualTo("claude");
          assertThat(refused.state()).isEqualTo(CircuitState.OPEN);
          assertThat(refused.remaining()).contains(Duration.ofSeconds(3));
        });
  }

  @Test
  void call_onceTheOpenTimeIsOver_isAProbeThatCloses() {
    CircuitBreaker breaker = CircuitBreaker.builder("claude")
        .consecutiveFailures(1)
        .openTime(Duration.ofSeconds(5))
        .timebase(time)
        .build();
    assertThatThrownBy(() -> breaker.call(CircuitBreakerTest::fail));
    time.advance(Duration.ofSeconds(5));

    assertThat(breaker.call(() -> "back")).isEqualTo("back");
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  private static String fail() throws IOException {
    throw new IOException("down");
  }
}
