package io.retrykit.extension;

import io.retrykit.spi.Provider;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * What other jars plug in, found through {@link java.util.ServiceLoader} with the extension point's own class loader,
 * loaded once and sorted by name. Safe for use by many threads.
 */
public final class Extensions {
  private static final ConcurrentMap<Class<?>, List<?>> LOADED = new ConcurrentHashMap<>();

  /** The extension points that the calling thread is loading. */
  private static final ThreadLocal<Set<Class<?>>> LOADING = ThreadLocal.withInitial(HashSet::new);

  private Extensions() {}

  /**
   * Returns the providers of one extension point, sorted by name; empty if there are none. One that fails to load is
   * logged once and left out. A provider that asks for its own kind while it is being made finds none.
   *
   * @param point an interface of {@code io.retrykit.spi}
   */
  public static <P extends Provider> List<P> of(Class<P> point) {
    List<?> known = LOADED.get(point);
    if (known == null) {
      known = load(point);
    }
    @SuppressWarnings("unchecked") // the list under a point holds its providers
    List<P> providers = (List<P>) known;
    return providers;
  }

  /** Holds no lock: a provider's constructor is foreign code, and may itself retry, and so ask for extensions. */
  private static <P extends Provider> List<?> load(Class<P> point) {
    Set<Class<?>> loading = LOADING.get();
    if (!loading.add(point)) {
      return List.of(); // asked by one of these very providers, while it is being made
    }
    try {
      ProviderLoader<P> loader = new ProviderLoader<>(point);
      List<P> found = loader.load();
      List<?> earlier = LOADED.putIfAbsent(point, found);
      if (earlier != null) {
        return earlier;
      }
      loader.report();
      return found;
    } finally {
      loading.remove(point);
      if (loading.isEmpty()) {
        LOADING.remove();
      }
    }
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
