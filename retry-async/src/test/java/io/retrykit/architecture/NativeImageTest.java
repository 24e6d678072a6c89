package io.retrykit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.testing.NativeImage;
import org.junit.jupiter.api.Test;

/** What GraalVM's native-image is told under META-INF/native-image. */
class NativeImageTest {
  private final NativeImage image = NativeImage.of(AsyncRetry.class, "retry-async");

  @Test
  void whatIsReachedByReflection_isListed_andNothingElse() throws Exception {
    assertThat(image.listedOfOurs()).isNotEmpty().isEqualTo(image.reached());
  }

  /** Here, as its own tests cannot see what is shared for this. */
  @Test
  void whatCoreReachesByReflection_isListed_andNothingElse() throws Exception {
    NativeImage core = NativeImage.of(Retry.class, "retry-core");

    assertThat(core.listedOfOurs()).isNotEmpty().isEqualTo(core.reached());
  }

  @Test
  void resources_areListed() throws Exception {
    assertThat(image.listedResources()).isNotEmpty().isEqualTo(image.resources());
  }
}
