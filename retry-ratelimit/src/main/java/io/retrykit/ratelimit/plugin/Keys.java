package io.retrykit.ratelimit.plugin;

import io.retrykit.guard.KeyLimits;
import io.retrykit.guard.RetryBudget;
import io.retrykit.ratelimit.PerKey;
import io.retrykit.spi.ProviderSettings;
import java.util.function.Supplier;

/**
 * Makes one budget for all calls, or, with {@code per-key = true}, one for each key; {@code max-keys} and {@code idle} are
 * then how many there are at most, and how long one is kept that nobody uses.
 */
final class Keys {
  private Keys() {}

  static RetryBudget budget(
      ProviderSettings settings, String name, Supplier<? extends RetryBudget> maker) {
    boolean perKey = settings.flag("per-key").orElse(false);
    KeyLimits limits = KeyLimits.defaults();
    var maxKeys = settings.integer("max-keys", 1, Integer.MAX_VALUE);
    var idle = settings.duration("idle");
    if (!perKey) {
      refuse(settings, name, "max-keys");
      refuse(settings, name, "idle");
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

  private static void refuse(ProviderSettings settings, String name, String key) {
    settings.text(key).ifPresent(value -> {
      throw new IllegalArgumentException(
          settings.policy() + "." + name + "." + key + " = " + value + " needs per-key = true");
    });
  }
}
