package io.retrykit.async.plugin;

import io.retrykit.spi.ContextProvider;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Carries SLF4J's logging context (MDC) to the threads that later attempts run on. An empty one is not carried. */
public final class MdcContext implements ContextProvider {
  /** Makes one; for {@code ServiceLoader}. */
  public MdcContext() {}

  @Override
  public String name() {
    return "mdc";
  }

  @Override
  public @Nullable Captured capture() {
    @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
    return context == null || context.isEmpty() ? null : () -> restore(context);
  }

  private static Scope restore(Map<String, String> context) {
    @Nullable Map<String, String> before = MDC.getCopyOfContextMap();
    MDC.setContextMap(context);
    return () -> {
      if (before == null) {
        MDC.clear();
      } else {
        MDC.setContextMap(before);
      }
    };
  }
}
