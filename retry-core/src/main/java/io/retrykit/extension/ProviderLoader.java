package io.retrykit.extension;

import io.retrykit.spi.OneLine;
import io.retrykit.spi.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the providers of one extension point one by one, so that a broken one costs only itself. For one use. */
final class ProviderLoader<P extends Provider> {
  private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);

  /** More failures than this are a loader that does not move on, not broken providers. */
  private static final int MOST_FAILURES = 1_000;

  private final Class<P> point;

  /** By message: what both a module descriptor and {@code META-INF/services} list fails twice. */
  private final Map<String, @Nullable Throwable> skipped = new LinkedHashMap<>();

  ProviderLoader(Class<P> point) {
    this.point = point;
  }

  List<P> load() {
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
        skipped.put(point.getSimpleName() + " skipped, it failed to load: " + broken, broken);
      }
    }
    named.sort(Comparator.comparing((Named<P> one) -> one.name)
        .thenComparing(one -> className(one.provider)));
    return distinct(named);
  }

  /** Logs what was left out. */
  void report() {
    skipped.forEach((line, broken) -> LOG.warn("{}", OneLine.all(line, broken)));
  }

  private static String checkedName(Provider provider) {
    @Nullable String name = provider.name();
    if (name == null || name.isBlank()) {
      throw new ServiceConfigurationError(className(provider) + " has no name");
    }
    return name;
  }

  private List<P> distinct(List<Named<P>> sorted) {
    List<P> kept = new ArrayList<>();
    @Nullable Named<P> last = null;
    for (Named<P> next : sorted) {
      if (last != null && last.name.equals(next.name)) {
        String taken = point.getSimpleName() + " " + className(next.provider)
            + " skipped, its name \"" + next.name + "\" is taken by " + className(last.provider);
        skipped.put(taken, null);
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
