package io.retrykit.policy;

import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** The plain callback, as a listener. */
record OnRetry(ObjIntConsumer<@Nullable Throwable> callback) implements RetryListener {
  @Override
  public void onEvent(RetryEvent event) {
    callback.accept(event.failure(), event.attempt());
  }

  @Override
  public boolean wants(RetryEvent.Type type) {
    return type == RetryEvent.Type.RETRY;
  }
}
