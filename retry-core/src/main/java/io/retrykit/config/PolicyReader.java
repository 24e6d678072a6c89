package io.retrykit.config;

import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.PolicyProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads all policies of one configuration, those that others are based on first. */
final class PolicyReader {
  private final Map<String, Map<String, String>> sections = new TreeMap<>();
  private final SortedMap<String, RetryPolicy> ready = new TreeMap<>();
  private final Deque<String> underWay = new ArrayDeque<>();
  private final SharedPlugIns shared;
  private final Presets presets;

  PolicyReader(Map<String, String> values, Presets presets) {
    this.presets = presets;
    values.forEach((key, value) -> {
      int dot = key.indexOf('.');
      if (dot <= 0 || dot == key.length() - 1) {
        throw new IllegalArgumentException("unknown key " + key + " = " + value
            + ", a key is the name of a policy, a dot and one of " + PolicySection.KEYS.keySet());
      }
      sections
          .computeIfAbsent(key.substring(0, dot), name -> new TreeMap<>())
          .put(key.substring(dot + 1), value);
    });
    shared = new SharedPlugIns(sections);
  }

  SortedMap<String, RetryPolicy> readAll() {
    sections.keySet().forEach(this::read);
    return ready;
  }

  private RetryPolicy read(String name) {
    @Nullable RetryPolicy known = ready.get(name);
    if (known != null) {
      return known;
    }
    if (underWay.contains(name)) {
      throw new IllegalArgumentException(
          name + ".based-on goes in a circle: " + underWay + " -> " + name);
    }
    underWay.addLast(name);
    Map<String, String> section = sections.getOrDefault(name, Map.of());
    @Nullable String base = section.get("based-on");
    RetryPolicy policy = new PolicySection(name, section, shared)
        .read(base == null ? null : base(name, base.strip()));
    underWay.removeLast();
    ready.put(name, policy);
    return policy;
  }

  private RetryPolicy base(String name, String base) {
    if (sections.containsKey(base)) {
      return read(base);
    }
    return presets
        .named(base)
        .orElseThrow(() -> new IllegalArgumentException(
            name + ".based-on must be the name of a policy, was \"" + base
                + "\"; configured: " + String.join(", ", sections.keySet())
                + "; plugged in: " + Extensions.names(PolicyProvider.class)
                + Artifacts.hint(PolicyProvider.class, base)));
  }
}
