package io.retrykit.config;

import io.retrykit.extension.Extensions;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.Provider;
import io.retrykit.spi.ProviderSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** The guards and the budget a policy names, with their own settings. */
final class PlugIns {
  private final String policy;
  private final Map<String, String> values;

  PlugIns(String policy, Map<String, String> values) {
    this.policy = policy;
    this.values = values;
  }

  /** Returns the names whose settings may follow. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(split(values.getOrDefault("guards", "")));
    names.addAll(split(values.getOrDefault("budget", "")));
    return names;
  }

  Guard guard(String key, String text) {
    return make(GuardProvider.class, key, text.strip(), GuardProvider::create);
  }

  RetryBudget budget(String key, String text) {
    return make(BudgetProvider.class, key, text.strip(), BudgetProvider::create);
  }

  /** Returns what a section says to a provider; whether its part is shared is none of its business. */
  static Map<String, String> settings(Map<String, String> section, String name) {
    Map<String, String> settings = new TreeMap<>();
    section.forEach((key, value) -> {
      if (key.startsWith(name + ".")) {
        settings.put(key.substring(name.length() + 1), value.strip());
      }
    });
    settings.remove(SharedPlugIns.KEY);
    return settings;
  }

  private <P extends Provider, R> R make(
      Class<P> point, String key, String name, BiFunction<P, ProviderSettings, R> maker) {
    P provider = Extensions.named(point, name).orElseThrow(() -> missing(point, key, name));
    ProviderSettings settings =
        new ProviderSettings(policy, policy + "." + name + ".", settings(values, name));
    settings.text(SharedPlugIns.KEY); // one of the keys there are, for whoever misspells it
    R made = apply(provider, settings, key, maker);
    settings.rejectUnread();
    return made;
  }

  private <P extends Provider, R> R apply(
      P provider, ProviderSettings settings, String key, BiFunction<P, ProviderSettings, R> maker) {
    String name = provider.name();
    try {
      return Objects.requireNonNull(
          maker.apply(provider, settings),
          () -> key + ": the provider of " + name + " made nothing");
    } catch (IllegalArgumentException wrong) {
      throw PolicySection.quoted(policy, key, name, wrong); // of all that the key names, this one
    }
  }

  private static <P extends Provider> IllegalArgumentException missing(
      Class<P> point, String key, String name) {
    return new IllegalArgumentException(key + " must name what is plugged in ("
        + Extensions.names(point) + "), was \"" + name + '"' + Artifacts.hint(point, name));
  }

  /** Takes a list of names apart. */
  static List<String> split(String text) {
    List<String> names = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }
}
