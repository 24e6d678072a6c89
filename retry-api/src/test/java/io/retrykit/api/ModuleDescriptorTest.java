package io.retrykit.api;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.policy.RetryPolicy;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import org.junit.jupiter.api.Test;

/** The module as it ships: what it shows, and what it asks of those who use it. */
class ModuleDescriptorTest {
  private final ModuleDescriptor descriptor = RetryPolicy.class.getModule().getDescriptor();

  @Test
  void tests_run_inTheNamedModule() {
    assertThat(RetryPolicy.class.getModule().getName()).isEqualTo("io.retrykit.api");
    assertThat(getClass().getModule()).isSameAs(RetryPolicy.class.getModule());
  }

  @Test
  void exports_areThePackagesOfTheDesign_toEverybody() {
    assertThat(descriptor.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
    assertThat(descriptor.exports().stream().map(ModuleDescriptor.Exports::source))
        .containsExactlyInAnyOrder(
            "io.retrykit.annotation",
            "io.retrykit.backoff",
            "io.retrykit.call",
            "io.retrykit.failure",
            "io.retrykit.guard",
            "io.retrykit.policy",
            "io.retrykit.spi",
            "io.retrykit.time");
  }

  @Test
  void requires_atRunTime_nothingButTheJdkBase() {
    assertThat(descriptor.requires().stream()
            .filter(required -> !required.modifiers().contains(Modifier.STATIC))
            .map(ModuleDescriptor.Requires::name)
            .collect(toSet()))
        .containsExactly("java.base");
  }

  @Test
  void requires_atCompileTime_theNullAnnotationsAlone() {
    assertThat(descriptor.requires().stream()
            .filter(required -> required.modifiers().contains(Modifier.STATIC))
            .map(ModuleDescriptor.Requires::name)
            .collect(toSet()))
        .containsExactly("org.jspecify");
  }

  @Test
  void services_areNeitherUsedNorProvided() {
    assertThat(descriptor.uses()).isEmpty();
    assertThat(descriptor.provides()).isEmpty();
    assertThat(descriptor.isOpen()).isFalse();
  }
}
