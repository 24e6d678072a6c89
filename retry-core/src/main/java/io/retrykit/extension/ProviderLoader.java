package io.retrykit.extension;

import io.retrykit.spi.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the providers of one extension point one by one, so that a broken one costs only itself. */
final class ProviderLoader {
  private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);

  /** More failures than this in a row are a loader that does not move on, not broken providers. */
  private static final int MOST_FAILURES = 1_000;

  private ProviderLoader() {}

  static <P extends Provider> List<P> load(Class<P> point) {
    Iterator<P> found = ServiceLoader.load(point, point.getClassLoader()).iterator();
    List<Named<P>> named = new ArrayList<>();
    for (int failures = 0; failures < MOST_FAILURES; ) {
      try {
        if (!found.hasNext()) {
          break;
        }
        P provider = found.next();
        named.add(new Named<>(checkedName(provider), provider));
      } catch (ServiceConfigurationError | LinkageError | RuntimeException broken) {
        failures++;
        LOG.warn(
            "{} skipped, it failed to load: {}", point.getSimpleName(), broken.toString(), broken);
      }
    }
    named.sort(Comparator.comparing((Named<P> one) -> one.name)
        .thenComparing(one -> className(one.provider)));
    return distinct(point, named);
  }

  private static String checkedName(Provider provider) {
    @Nullable String name = provider.name();
    if (name == null || name.isBlank()) {
      throw new ServiceConfigurationError(className(provider) + " has no name");
    }
    return name;
  }

  private static <P extends Provider> List<P> distinct(Class<P> point, List<Named<P>> sorted) {
    List<P> kept = new ArrayList<>();
    @Nullable Named<P> last = null;
    for (Named<P> next : sorted) {
      if (last != null && last.name.equals(next.name)) {
        LOG.warn(
            "{} {} skipped, its name \"{}\" is taken by {}",
            point.getSimpleName(),
            className(next.provider),
            next.name,
            className(last.provider));
      } else {
        kept.add(next.provider);
        last = next;
      }
    }
    return List.copyOf(kept);
  }

  private static String className(Object provider) {
    return provider.getClass().getName();
  }

  private record Named<P>(String name, P provider) {}
}
