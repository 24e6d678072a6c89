package io.retrykit.extension;

import io.retrykit.spi.Provider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * What other jars plug in, found through {@link java.util.ServiceLoader} with the extension point's own class loader,
 * loaded once and sorted by name. Safe for use by many threads.
 */
public final class Extensions {
  private static final ConcurrentMap<Class<?>, List<?>> LOADED = new ConcurrentHashMap<>();

  private Extensions() {}

  /**
   * Returns the providers of one extension point, sorted by name; empty if there are none. One that fails to load is
   * logged once and left out.
   *
   * @param point an interface of {@code io.retrykit.spi}
   */
  public static <P extends Provider> List<P> of(Class<P> point) {
    List<?> known = LOADED.get(point);
    if (known == null) {
      // not computeIfAbsent: a provider's constructor may itself ask for extensions
      List<P> found = ProviderLoader.load(point);
      List<?> earlier = LOADED.putIfAbsent(point, found);
      known = earlier == null ? found : earlier;
    }
    @SuppressWarnings("unchecked") // the list under a point holds its providers
    List<P> providers = (List<P>) known;
    return providers;
  }

  /** Returns the provider of one extension point with this name, if there is one. */
  public static <P extends Provider> Optional<P> named(Class<P> point, String name) {
    return of(point).stream().filter(provider -> provider.name().equals(name)).findFirst();
  }

  /** Returns the names there are, for a message: {@code "a, b"}, or {@code "none"}. */
  public static <P extends Provider> String names(Class<P> point) {
    String names = of(point).stream().map(Provider::name).collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }
}
