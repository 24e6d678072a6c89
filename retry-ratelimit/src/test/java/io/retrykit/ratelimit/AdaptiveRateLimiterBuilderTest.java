package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AdaptiveRateLimiterBuilderTest {
  private static void assertRefused(Consumer<AdaptiveRateLimiterBuilder> setting, String message) {
    assertThatThrownBy(() -> setting.accept(AdaptiveRateLimiter.builder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void settings_outOfRange_areRefusedWithRuleAndValue() {
    assertRefused(b -> b.beta(0), "beta must be more than 0 and less than 1, was 0.0");
    assertRefused(b -> b.beta(1), "beta must be more than 0 and less than 1, was 1.0");
    assertRefused(b -> b.beta(Double.NaN), "beta must be more than 0 and less than 1, was NaN");
    assertRefused(b -> b.scale(-1), "scale must be more than 0 and at most 1e12, was -1.0");
    assertRefused(
        b -> b.scale(Double.POSITIVE_INFINITY),
        "scale must be more than 0 and at most 1e12, was Infinity");
    assertRefused(b -> b.smoothing(1.1), "smoothing must be more than 0 and at most 1, was 1.1");
    assertRefused(b -> b.bucket(Duration.ZERO), "bucket must be between 1 ms and 1 h, was PT0S");
    assertRefused(
        b -> b.bucket(Duration.ofHours(2)), "bucket must be between 1 ms and 1 h, was PT2H");
    assertRefused(
        b -> b.minimumRate(0), "minimumRate must be more than 0 and at most 1e12, was 0.0");
    assertRefused(b -> b.growth(0.9), "growth must be between 1 and 1e12, was 0.9");
    assertRefused(b -> b.growth(Double.NaN), "growth must be between 1 and 1e12, was NaN");
    assertRefused(
        b -> b.minimumCapacity(0), "minimumCapacity must be more than 0 and at most 1e12, was 0.0");
    assertRefused(
        b -> b.maxWait(Duration.ofSeconds(-1)), "maxWait must be zero or more, was PT-1S");
  }

  @Test
  void settings_atTheEdges_areTaken() {
    AdaptiveRateLimiter limiter = AdaptiveRateLimiter.builder()
        .name("edge")
        .beta(Double.MIN_VALUE)
        .scale(1e12)
        .smoothing(1)
        .bucket(Duration.ofMillis(1))
        .minimumRate(1e12)
        .growth(1)
        .minimumCapacity(1e-300)
        .maxWait(Duration.ZERO)
        .build();
    assertThat(limiter.name()).isEqualTo("edge");
    limiter.update(true, 1);
    assertThat(limiter.snapshot().fillRate()).isEqualTo(1e12);
    assertThat(limiter.toString()).startsWith("edge: Snapshot[limiting=true, fillRate=1.0E12");
  }

  @Test
  void settings_areUsed() {
    AdaptiveRateLimiter limiter = AdaptiveRateLimiter.builder()
        .timebase(VirtualTimebase.create())
        .minimumRate(4)
        .minimumCapacity(3)
        .build();
    limiter.update(true, 1);
    assertThat(limiter.snapshot().fillRate()).isEqualTo(4);
    assertThat(limiter.tryAcquire(2)).isEqualTo(Duration.ofMillis(500).toNanos());
  }
}
