package io.retrykit.async;

import org.jspecify.annotations.Nullable;

/** What a rule of the user's has thrown when it looked at what an attempt of a {@link Volley} came to. */
record BrokenRule(@Nullable Throwable failure, @Nullable Object result, Throwable thrown) {
  /** Tells whether this is what it has looked at: a call whose time is over meanwhile ends with another failure. */
  boolean lookedAt(@Nullable Object returned, @Nullable Throwable threw) {
    return failure == threw && result == returned;
  }
}
