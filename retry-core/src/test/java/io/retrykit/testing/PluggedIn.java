package io.retrykit.testing;

import io.retrykit.extension.Extensions;
import io.retrykit.spi.Provider;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Providers in place of those on the path, until the test is over; register it as an extension. A named module does not
 * find what tests list under {@code META-INF/services}; that real ones are found is shown in JVMs of their own, by
 * {@code ProvidersInAnotherJvmTest}.
 */
public final class PluggedIn implements AfterEachCallback {
  private final Map<Class<?>, List<?>> before = new HashMap<>(loaded());

  /** Makes these, in this order, the only providers of one extension point. */
  public <P extends Provider> void only(Class<P> point, List<? extends P> providers) {
    loaded().put(point, List.copyOf(providers));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    loaded().clear();
    loaded().putAll(before);
  }

  @SuppressWarnings("unchecked") // its type is written right there
  private static Map<Class<?>, List<?>> loaded() {
    try {
      Field field = Extensions.class.getDeclaredField("LOADED");
      field.setAccessible(true);
      return (Map<Class<?>, List<?>>) field.get(null);
    } catch (ReflectiveOperationException changed) {
      throw new LinkageError("Extensions has changed", changed);
    }
  }
}
