package io.retrykit.loop;

import io.retrykit.extension.Extensions;
import io.retrykit.observe.Observers;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ListenerProvider;
import io.retrykit.spi.OneLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of one policy, sorted by the events they want, so that nobody builds an event for nobody. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit");
  private static final RetryListener[] NONE = {};
  private static final Listeners NOBODY = new Listeners(List.of());

  private final RetryListener[][] byType; // by the type's ordinal

  private Listeners(List<Wanting> all) {
    this.byType = Arrays.stream(RetryEvent.Type.values())
        .map(type -> wanting(all, type))
        .toArray(RetryListener[][]::new);
  }

  /** A listener and what it has said it wants. */
  private record Wanting(RetryListener listener, Set<RetryEvent.Type> types) {
    static Wanting of(RetryListener listener) {
      Set<RetryEvent.Type> types = EnumSet.noneOf(RetryEvent.Type.class);
      for (RetryEvent.Type type : RetryEvent.Type.values()) {
        if (listener.wants(type)) {
          types.add(type);
        }
      }
      return new Wanting(listener, types);
    }
  }

  static Listeners of(RetryPolicy policy) {
    List<Wanting> all = new ArrayList<>();
    policy.listeners().forEach(listener -> all.add(Wanting.of(listener)));
    if (policy.discovery()) {
      for (ListenerProvider provider : Extensions.of(ListenerProvider.class)) {
        @Nullable Wanting found = ask(provider, policy);
        if (found != null) {
          all.add(found);
        }
      }
    }
    return all.isEmpty() ? NOBODY : new Listeners(all);
  }

  private static @Nullable Wanting ask(ListenerProvider provider, RetryPolicy policy) {
    try {
      @Nullable RetryListener listener = provider.listener(policy);
      return listener == null ? null : Wanting.of(listener);
    } catch (RuntimeException | LinkageError broken) {
      LOG.warn(
          "{}: listener {} skipped, it failed: {}",
          OneLine.all(policy.name(), provider.name(), broken, broken));
      return null;
    }
  }

  private static RetryListener[] wanting(List<Wanting> all, RetryEvent.Type type) {
    RetryListener[] wanting = all.stream()
        .filter(each -> each.types.contains(type))
        .map(Wanting::listener)
        .toArray(RetryListener[]::new);
    return wanting.length == 0 ? NONE : wanting;
  }

  /** Tells whether anybody would hear of an event of this type: otherwise it need not be built. */
  boolean want(RetryEvent.Type type) {
    return of(type).length > 0 || Observers.hear(type);
  }

  @SuppressWarnings("EnumOrdinal") // the array is made from values() and never leaves the process
  private RetryListener[] of(RetryEvent.Type type) {
    return byType[type.ordinal()];
  }

  void tell(RetryEvent event) {
    for (RetryListener listener : of(event.type())) {
      try {
        listener.onEvent(event);
      } catch (Throwable dropped) {
        // an assertion that fails in a listener, or a class it misses, must not cost the call
        LOG.warn(
            "{}: a listener failed on {}: {}",
            OneLine.all(event.policy(), event.type(), dropped, dropped));
      }
    }
    Observers.tell(event);
  }
}
