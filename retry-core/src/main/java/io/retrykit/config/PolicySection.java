package io.retrykit.config;

import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.spi.ExceptionNames;
import io.retrykit.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys and values of one policy. */
final class PolicySection {
  /** What each key does. */
  static final Map<String, Setting> KEYS = new TreeMap<>(Map.ofEntries(
      Map.entry("based-on", (s, key, text, to) -> {}), // read before everything else
      Map.entry("max-attempts", PolicySection::maxAttempts),
      Map.entry("initial-delay", (s, key, text, to) -> to.initialDelay(duration(key, text))),
      Map.entry("max-delay", (s, key, text, to) -> to.maxDelay(duration(key, text))),
      Map.entry("exponential-base", (s, key, text, to) -> to.exponentialBase(number(key, text))),
      Map.entry("jitter", (s, key, text, to) -> to.jitter(JitterText.parse(key, text))),
      Map.entry("backoff", (s, key, text, to) -> to.backoff(BackoffText.parse(key, text))),
      Map.entry(
          "throttled-backoff",
          (s, key, text, to) -> to.throttledBackoff(BackoffText.parse(key, text))),
      Map.entry("retry-on", (s, key, text, to) -> {
        to.withoutRetryOn(); // a base policy's choice is replaced, not added to
        ExceptionNames.parse(key, text).forEach(to::retryOn);
      }),
      Map.entry(
          "abort-on", (s, key, text, to) -> ExceptionNames.parse(key, text).forEach(to::abortOn)),
      Map.entry("match-causes", (s, key, text, to) -> to.matchCauses(flag(key, text))),
      Map.entry("max-duration", (s, key, text, to) -> to.maxDuration(duration(key, text))),
      Map.entry("attempt-timeout", (s, key, text, to) -> to.attemptTimeout(duration(key, text))),
      Map.entry("max-server-delay", (s, key, text, to) -> to.maxServerDelay(duration(key, text))),
      Map.entry("wait-when-refused", (s, key, text, to) -> to.waitWhenRefused(flag(key, text))),
      Map.entry(
          "throw-on-exhausted-result",
          (s, key, text, to) -> to.throwOnExhaustedResult(flag(key, text))),
      Map.entry("discovery", (s, key, text, to) -> to.discovery(flag(key, text))),
      Map.entry("guards", (s, key, text, to) -> s.guards(key, text).forEach(to::guard)),
      Map.entry("budget", (s, key, text, to) -> to.budget(s.budget(key, text)))));

  private final String name;
  private final Map<String, String> values;
  private final PlugIns plugIns;
  private final SharedPlugIns shared;

  /** The guards there are already: one that is shared is asked once, also if the base shares it. */
  private final Set<Guard> asked = Collections.newSetFromMap(new IdentityHashMap<>());

  PolicySection(String name, Map<String, String> values, SharedPlugIns shared) {
    this.name = name;
    this.values = values;
    this.plugIns = new PlugIns(name, values);
    this.shared = shared;
  }

  private RetryBudget budget(String key, String text) {
    RetryBudget common = shared.budget(name, text);
    return common == null ? plugIns.budget(key, text) : common;
  }

  private List<Guard> guards(String key, String text) {
    List<Guard> guards = new ArrayList<>();
    List<String> kinds = PlugIns.split(text);
    for (String kind : kinds) {
      if (Collections.frequency(kinds, kind) > 1) {
        throw new IllegalArgumentException(key + " names " + kind + " twice");
      }
      Guard common = shared.guard(name, kind);
      if (common == null) {
        guards.add(plugIns.guard(key, kind));
      } else if (asked.add(common)) {
        guards.add(common);
      }
    }
    return guards;
  }

  RetryPolicy read(@Nullable RetryPolicy base) {
    RetryPolicyBuilder builder = base == null ? RetryPolicy.builder() : base.toBuilder();
    builder.name(name);
    if (base != null) {
      asked.addAll(base.guards());
    }
    Set<String> sections = plugIns.names();
    values.forEach((key, text) -> {
      Setting setting = KEYS.get(key);
      int dot = key.indexOf('.');
      if (setting != null) {
        set(setting, key, text.strip(), builder);
      } else if (dot < 0 || !sections.contains(key.substring(0, dot))) {
        throw unknown(key, text, sections);
      }
    });
    try {
      return builder.build();
    } catch (IllegalArgumentException contradiction) {
      throw new IllegalArgumentException(name + ": " + contradiction.getMessage(), contradiction);
    }
  }

  private void set(Setting setting, String key, String text, RetryPolicyBuilder builder) {
    String whole = name + "." + key;
    try {
      setting.read(this, whole, text, builder);
    } catch (IllegalArgumentException wrong) {
      throw quoted(name, whole, text, wrong);
    }
  }

  /** Names the key where the message does not: the builder's own name its argument, the reader of a file needs the key. */
  static IllegalArgumentException quoted(
      String policy, String key, String text, IllegalArgumentException wrong) {
    String message = String.valueOf(wrong.getMessage());
    boolean named =
        message.startsWith(policy + ".") || message.startsWith("unknown key " + policy + ".");
    return named ? wrong : new IllegalArgumentException(key + " = " + text + ": " + message, wrong);
  }

  private IllegalArgumentException unknown(String key, String text, Set<String> sections) {
    String settingsOf = sections.isEmpty() ? "" : ", and the settings of " + sections;
    return new IllegalArgumentException("unknown key " + name + "." + key + " = " + text
        + ", allowed are " + KEYS.keySet() + settingsOf);
  }

  private static void maxAttempts(
      PolicySection section, String key, String text, RetryPolicyBuilder to) {
    if (text.equals("unlimited")) {
      to.unlimitedAttempts();
      return;
    }
    try {
      to.maxAttempts(Integer.parseInt(text));
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException(
          key + " must be a whole number or unlimited, was \"" + text + '"', malformed);
    }
  }

  private static Duration duration(String key, String text) {
    return Durations.parse(key, text);
  }

  private static double number(String key, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException(key + " must be a number, was \"" + text + '"', malformed);
    }
  }

  private static boolean flag(String key, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
        throw new IllegalArgumentException(key + " must be true or false, was \"" + text + '"');
    };
  }

  /** Puts one value where it belongs. */
  @FunctionalInterface
  interface Setting {
    void read(PolicySection section, String key, String text, RetryPolicyBuilder to);
  }
}
