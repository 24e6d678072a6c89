package io.retrykit.async;

import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ContextProvider;
import io.retrykit.spi.OneLine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What hangs on the thread that makes a call, carried to the threads its attempts run on. A provider that fails, in
 * whatever way, is logged, and the call goes on without what it carries: nobody else would end it. Immutable.
 */
final class Contexts {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit.async");
  private static final ContextProvider.Scope[] NO_SCOPES = {};

  private final ContextProvider[] providers;

  Contexts(List<ContextProvider> providers) {
    this.providers = providers.toArray(ContextProvider[]::new);
  }

  static Contexts of(RetryPolicy policy) {
    return new Contexts(policy.discovery() ? Extensions.of(ContextProvider.class) : List.of());
  }

  /** Captures what hangs on the calling thread; null if there is nothing. */
  ContextProvider.@Nullable Captured @Nullable [] capture() {
    ContextProvider.@Nullable Captured @Nullable [] captured = null;
    for (int i = 0; i < providers.length; i++) {
      ContextProvider.@Nullable Captured one = capture(providers[i]);
      if (one != null) {
        captured =
            captured == null ? new ContextProvider.@Nullable Captured[providers.length] : captured;
        captured[i] = one;
      }
    }
    return captured;
  }

  private static ContextProvider.@Nullable Captured capture(ContextProvider provider) {
    try {
      return provider.capture();
    } catch (Throwable broken) {
      dropped(broken);
      return null;
    }
  }

  /** Puts it onto the calling thread; returns what takes it off again. */
  static ContextProvider.@Nullable Scope[] restore(
      ContextProvider.@Nullable Captured @Nullable [] captured) {
    if (captured == null) {
      return NO_SCOPES;
    }
    ContextProvider.@Nullable Scope[] scopes = new ContextProvider.@Nullable Scope[captured.length];
    for (int i = 0; i < captured.length; i++) {
      ContextProvider.@Nullable Captured one = captured[i];
      try {
        scopes[i] = one == null ? null : one.restore();
      } catch (Throwable broken) {
        dropped(broken);
      }
    }
    return scopes;
  }

  /** Takes it off again, the last first. */
  static void close(ContextProvider.@Nullable Scope[] scopes) {
    for (int i = scopes.length - 1; i >= 0; i--) {
      ContextProvider.@Nullable Scope one = scopes[i];
      try {
        if (one != null) {
          one.close();
        }
      } catch (Throwable broken) {
        dropped(broken);
      }
    }
  }

  private static void dropped(Throwable failure) {
    LOG.warn("a context provider failed: {}", OneLine.all(failure, failure));
  }
}
