package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.KeyLimits;
import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.PerKey;
import io.retrykit.spi.ProviderSettings;
import java.util.function.Supplier;

/** Makes one budget for all calls, or, with {@code per-key = true}, one for each key. */
final class Keys {
  private Keys() {}

  static RetryBudget budget(
      ProviderSettings settings, String name, Supplier<? extends RetryBudget> maker) {
    boolean perKey = settings.flag("per-key").orElse(false);
    KeyLimits limits = KeyLimits.defaults();
    var maxKeys = settings.integer("max-keys", 1, Integer.MAX_VALUE);
    var idle = settings.duration("idle");
    if (!perKey && (maxKeys.isPresent() || idle.isPresent())) {
      throw new IllegalArgumentException("the " + name + " budget of policy " + settings.policy()
          + " has max-keys or idle, which need per-key = true");
    }
    if (maxKeys.isPresent()) {
      limits = limits.withMaxKeys((int) maxKeys.getAsLong());
    }
    if (idle.isPresent()) {
      limits = limits.withIdle(idle.get());
    }
    RetryBudget one = maker.get(); // made in any case: a wrong setting fails now
    return perKey ? PerKey.budget(name, key -> maker.get(), limits) : one;
  }
}
