package io.retrykit.architecture;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.async.AsyncRetry;
import io.retrykit.testing.OtherJvm;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The module as it ships: what it shows, what it asks for, and that both ways of finding it find the same. */
class ModuleTest {
  private static final String SERVICES = "META-INF/services/";

  private final ModuleReference module =
      ModuleFinder.of(OtherJvm.jarOf(AsyncRetry.class)).findAll().iterator().next();
  private final ModuleDescriptor descriptor = module.descriptor();

  /** SPEC 15.1: on the module path and on the class path. */
  @Test
  void provides_andTheListUnderMetaInf_agree() throws IOException {
    Map<String, List<String>> provided = descriptor.provides().stream()
        .collect(toMap(
            ModuleDescriptor.Provides::service,
            each -> each.providers().stream().sorted().toList()));

    assertThat(provided)
        .containsOnlyKeys("io.retrykit.spi.ContextProvider", "io.retrykit.spi.ReturnTypeAdapter");
    assertThat(listed()).isEqualTo(provided);
  }

  private Map<String, List<String>> listed() throws IOException {
    Map<String, List<String>> listed = new TreeMap<>();
    try (ModuleReader reader = module.open()) {
      for (String name : reader.list().toList()) {
        if (name.startsWith(SERVICES) && !name.equals(SERVICES)) {
          String text =
              new String(reader.open(name).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
          listed.put(
              name.substring(SERVICES.length()), text.strip().lines().sorted().toList());
        }
      }
    }
    return listed;
  }

  @Test
  void exports_theOnePackageForUsers_toEverybody() {
    assertThat(descriptor.name()).isEqualTo("io.retrykit.async");
    assertThat(descriptor.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
    assertThat(descriptor.exports().stream().map(ModuleDescriptor.Exports::source))
        .containsExactly("io.retrykit.async");
    assertThat(descriptor.isOpen()).isFalse();
    assertThat(descriptor.opens()).isEmpty();
    assertThat(descriptor.uses()).isEmpty();
  }

  @Test
  void requires_theApiAndWhatItTellsTo() {
    assertThat(required(false))
        .containsExactlyInAnyOrder("java.base", "io.retrykit.core", "org.slf4j");
    assertThat(required(true))
        .containsExactlyInAnyOrder("org.jspecify", "com.google.common", "org.reactivestreams");
  }

  private Set<String> required(boolean atCompileTime) {
    return descriptor.requires().stream()
        .filter(each -> each.modifiers().contains(Modifier.STATIC) == atCompileTime)
        .map(ModuleDescriptor.Requires::name)
        .collect(toSet());
  }
}
