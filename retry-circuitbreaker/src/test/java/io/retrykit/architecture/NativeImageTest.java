package io.retrykit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.testing.NativeImage;
import org.junit.jupiter.api.Test;

/** What GraalVM's native-image is told under META-INF/native-image. */
class NativeImageTest {
  private final NativeImage image = NativeImage.of(CircuitBreaker.class, "retry-circuitbreaker");

  @Test
  void whatIsReachedByReflection_isListed_andNothingElse() throws Exception {
    assertThat(image.listedOfOurs()).isNotEmpty().isEqualTo(image.reached());
  }

  @Test
  void resources_areListed() throws Exception {
    assertThat(image.listedResources()).isNotEmpty().isEqualTo(image.resources());
  }
}
