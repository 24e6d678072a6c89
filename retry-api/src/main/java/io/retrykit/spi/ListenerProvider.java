package io.retrykit.spi;

import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** Plugs in listeners. */
public interface ListenerProvider extends Provider {
  /** Returns a listener for a policy that is put to use, or null if it wants none. */
  @Nullable
  RetryListener listener(RetryPolicy policy);
}
