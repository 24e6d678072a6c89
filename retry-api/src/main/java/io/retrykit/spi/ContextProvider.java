package io.retrykit.spi;

import org.jspecify.annotations.Nullable;

/**
 * Carries what hangs on the calling thread (a logging context, a trace) to the threads that later attempts run on.
 */
public interface ContextProvider extends Provider {
  /** Captures the context of the calling thread; null says that there is nothing to carry. */
  @Nullable
  Captured capture();

  /** A context that was captured. */
  interface Captured {
    /** Puts the context onto the calling thread until the scope is closed, on the same thread. */
    Scope restore();
  }

  /** Takes the context off again. */
  interface Scope extends AutoCloseable {
    /** Puts back what the thread had before. */
    @Override
    void close();
  }
}
