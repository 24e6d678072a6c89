package io.retrykit.loop;

import io.retrykit.call.Action;
import io.retrykit.call.Operation;
import org.jspecify.annotations.Nullable;

/** An operation without a result: what it returns is never judged. */
public record ActionCall<E extends Exception>(Action<E> action)
    implements Operation<@Nullable Object, E> {
  @Override
  @SuppressWarnings("NullAway") // generic nullness is checked on newer compilers only
  public @Nullable Object call() throws E {
    action.run();
    return null;
  }
}
