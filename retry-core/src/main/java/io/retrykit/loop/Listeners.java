package io.retrykit.loop;

import io.retrykit.extension.Extensions;
import io.retrykit.observe.Observers;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ListenerProvider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of one policy, sorted by the events they want, so that nobody builds an event for nobody. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit");
  private static final RetryListener[] NONE = {};

  private final RetryListener[] succeeded;
  private final RetryListener[] failed;
  private final RetryListener[] retry;
  private final RetryListener[] refused;
  private final RetryListener[] gaveUp;

  private Listeners(List<RetryListener> all) {
    this.succeeded = wanting(all, RetryEvent.Type.SUCCEEDED);
    this.failed = wanting(all, RetryEvent.Type.FAILED);
    this.retry = wanting(all, RetryEvent.Type.RETRY);
    this.refused = wanting(all, RetryEvent.Type.REFUSED);
    this.gaveUp = wanting(all, RetryEvent.Type.GAVE_UP);
  }

  static Listeners of(RetryPolicy policy) {
    List<RetryListener> all = new ArrayList<>(policy.listeners());
    if (policy.discovery()) {
      for (ListenerProvider provider : Extensions.of(ListenerProvider.class)) {
        @Nullable RetryListener listener = ask(provider, policy);
        if (listener != null) {
          all.add(listener);
        }
      }
    }
    all.addAll(Observers.standard());
    return new Listeners(all);
  }

  private static @Nullable RetryListener ask(ListenerProvider provider, RetryPolicy policy) {
    try {
      return provider.listener(policy);
    } catch (RuntimeException | LinkageError broken) {
      LOG.warn(
          "{}: listener {} skipped, it failed: {}",
          policy.name(),
          provider.name(),
          broken.toString(),
          broken);
      return null;
    }
  }

  private static RetryListener[] wanting(List<RetryListener> all, RetryEvent.Type type) {
    RetryListener[] wanting =
        all.stream().filter(listener -> listener.wants(type)).toArray(RetryListener[]::new);
    return wanting.length == 0 ? NONE : wanting;
  }

  boolean want(RetryEvent.Type type) {
    return of(type).length > 0;
  }

  private RetryListener[] of(RetryEvent.Type type) {
    return switch (type) {
      case SUCCEEDED -> succeeded;
      case FAILED -> failed;
      case RETRY -> retry;
      case REFUSED -> refused;
      case GAVE_UP -> gaveUp;
    };
  }

  void tell(RetryEvent event) {
    for (RetryListener listener : of(event.type())) {
      try {
        listener.onEvent(event);
      } catch (Exception dropped) {
        LOG.warn(
            "{}: a listener failed on {}: {}",
            event.policy(),
            event.type(),
            dropped.toString(),
            dropped);
      }
    }
  }
}
