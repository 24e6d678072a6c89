package io.retrykit.config;

import io.retrykit.guard.RetryBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The budgets that policies of one configuration have in common, by the name that {@code shared} gives them. */
final class SharedPlugIns {
  /** The one setting of a budget that is for the engine, whatever the provider. */
  static final String KEY = "shared";

  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit");

  private SharedPlugIns() {}

  /** What one policy says of the budget it shares. */
  private record Share(String policy, String kind, Map<String, String> settings) {
    String key(String setting) {
      return policy + "." + kind + "." + setting;
    }

    /** Quotes a setting for a message. */
    String quote(String setting) {
      String value = settings.get(setting);
      return key(setting) + (value == null ? " is not set" : " = " + value);
    }
  }

  /**
   * Makes each shared budget, once.
   *
   * @param sections the keys and values of each policy
   * @return the budgets by the names of the policies that share them
   * @throws IllegalArgumentException if two policies disagree about one, or if it cannot be made
   */
  static Map<String, RetryBudget> make(Map<String, Map<String, String>> sections) {
    Map<String, RetryBudget> made = new HashMap<>();
    byName(sections).forEach((name, shares) -> {
      String owner = owner(name, shares).policy();
      if (shares.size() == 1) {
        LOG.warn(
            "{} = {}, but no other policy shares a budget of that name",
            shares.get(0).key(KEY),
            name);
      }
      RetryBudget budget = make(owner, sections.getOrDefault(owner, Map.of()));
      shares.forEach(share -> made.put(share.policy(), budget));
    });
    return Collections.unmodifiableMap(made);
  }

  private static Map<String, List<Share>> byName(Map<String, Map<String, String>> sections) {
    Map<String, List<Share>> byName = new TreeMap<>();
    sections.forEach((policy, values) -> {
      String kind = values.getOrDefault("budget", "").strip();
      @Nullable String written = values.get(kind + "." + KEY);
      if (written != null) {
        Share share = new Share(policy, kind, PlugIns.budgetSettings(values, kind));
        String name = written.strip();
        if (name.isEmpty()) {
          throw new IllegalArgumentException(
              share.key(KEY) + " must be a name, was \"" + written + '"');
        }
        byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(share);
      }
    });
    return byName;
  }

  /** Returns the first that has settings, or the very first if none has. */
  private static Share owner(String name, List<Share> shares) {
    Share owner = shares.get(0);
    for (Share share : shares) {
      if (!share.kind().equals(owner.kind())) {
        throw contradiction(
            name, owner, share, budgetOf(owner), budgetOf(share) + "; they must be of one kind");
      }
      if (!share.settings().isEmpty() && owner.settings().isEmpty()) {
        owner = share;
      } else if (!share.settings().isEmpty()) {
        requireSame(name, owner, share);
      }
    }
    return owner;
  }

  private static String budgetOf(Share share) {
    return share.policy() + ".budget = " + share.kind();
  }

  private static void requireSame(String name, Share one, Share other) {
    Set<String> keys = new TreeSet<>(one.settings().keySet());
    keys.addAll(other.settings().keySet());
    for (String key : keys) {
      if (!Objects.equals(one.settings().get(key), other.settings().get(key))) {
        String rule = "; its settings must stand with one of them, or be the same with both";
        throw contradiction(name, one, other, one.quote(key), other.quote(key) + rule);
      }
    }
  }

  private static IllegalArgumentException contradiction(
      String name, Share one, Share other, String said, String contradicted) {
    return new IllegalArgumentException(one.policy() + " and " + other.policy()
        + " share the budget \"" + name + "\", but " + said + ", and " + contradicted);
  }

  private static RetryBudget make(String policy, Map<String, String> section) {
    String key = policy + ".budget";
    String kind = section.getOrDefault("budget", "").strip();
    try {
      return new PlugIns(policy, section).budget(key, kind);
    } catch (IllegalArgumentException wrong) {
      throw PolicySection.quoted(policy, key, kind, wrong);
    }
  }
}
