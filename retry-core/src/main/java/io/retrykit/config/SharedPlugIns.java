package io.retrykit.config;

import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.spi.OneLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets and guards that policies of one configuration have in common, by the name that {@code shared} gives them:
 * one name for a budget of whatever kind, one for each kind of guard.
 */
final class SharedPlugIns {
  /** The one setting of a budget or guard that is for the engine, whatever the provider. */
  static final String KEY = "shared";

  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit");

  private final Map<String, RetryBudget> budgets; // by policy and kind: a.circuit-breaker
  private final Map<String, Guard> guards;

  /**
   * Makes each, once.
   *
   * @param sections the keys and values of each policy
   * @throws IllegalArgumentException if two policies disagree about one, or if it cannot be made
   */
  SharedPlugIns(Map<String, Map<String, String>> sections) {
    this.budgets = make(sections, Point.BUDGET, PlugIns::budget);
    this.guards = make(sections, Point.GUARD, PlugIns::guard);
  }

  /** Returns the budget that a policy shares, if it shares one of this kind. */
  @Nullable
  RetryBudget budget(String policy, String kind) {
    return budgets.get(policy + "." + kind);
  }

  /** Returns the guard that a policy shares, if it shares one of this kind. */
  @Nullable
  Guard guard(String policy, String kind) {
    return guards.get(policy + "." + kind);
  }

  /** What can be shared. */
  private enum Point {
    BUDGET("budget"),
    GUARD("guards");

    final String key;

    Point(String key) {
      this.key = key;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What one policy says of something it shares. */
  private record Share(
      Point point, String policy, String kind, String name, Map<String, String> settings) {
    /** Returns the same for all that share one thing. */
    String group() {
      return point == Point.BUDGET ? name : kind + "." + name;
    }

    String key(String setting) {
      return policy + "." + kind + "." + setting;
    }

    /** Quotes a setting for a message. */
    String quote(String setting) {
      String value = settings.get(setting);
      return key(setting) + (value == null ? " is not set" : " = " + value);
    }

    String quoteKind() {
      return policy + "." + point.key + " = " + kind;
    }
  }

  private interface Maker<T> {
    T make(PlugIns plugIns, String key, String kind);
  }

  private static <T> Map<String, T> make(
      Map<String, Map<String, String>> sections, Point point, Maker<T> maker) {
    Map<String, T> made = new HashMap<>();
    groups(sections, point).values().forEach(shares -> {
      Share owner = owner(shares);
      if (shares.size() == 1) {
        LOG.warn(
            "{} = {}, but no other policy shares a {} of that name",
            OneLine.all(owner.key(KEY), owner.name(), point));
      }
      T one = make(owner, sections.getOrDefault(owner.policy(), Map.of()), maker);
      shares.forEach(share -> made.put(share.policy() + "." + share.kind(), one));
    });
    return made;
  }

  private static Map<String, List<Share>> groups(
      Map<String, Map<String, String>> sections, Point point) {
    Map<String, List<Share>> groups = new TreeMap<>();
    sections.forEach((policy, values) -> {
      for (String kind : new TreeSet<>(PlugIns.split(values.getOrDefault(point.key, "")))) {
        @Nullable String written = values.get(kind + "." + KEY);
        if (written != null) {
          Share share =
              new Share(point, policy, kind, written.strip(), PlugIns.settings(values, kind));
          if (share.name().isEmpty()) {
            throw new IllegalArgumentException(
                share.key(KEY) + " must be a name, was \"" + written + '"');
          }
          groups.computeIfAbsent(share.group(), unused -> new ArrayList<>()).add(share);
        }
      }
    });
    return groups;
  }

  /** Returns the first that has settings, or the very first if none has. */
  private static Share owner(List<Share> shares) {
    Share owner = shares.get(0);
    for (Share share : shares) {
      if (!share.kind().equals(owner.kind())) {
        throw contradiction(
            owner, share, owner.quoteKind(), share.quoteKind() + "; they must be of one kind");
      }
      if (!share.settings().isEmpty() && owner.settings().isEmpty()) {
        owner = share;
      } else if (!share.settings().isEmpty()) {
        requireSame(owner, share);
      }
    }
    return owner;
  }

  private static void requireSame(Share one, Share other) {
    Set<String> keys = new TreeSet<>(one.settings().keySet());
    keys.addAll(other.settings().keySet());
    for (String key : keys) {
      if (!Objects.equals(one.settings().get(key), other.settings().get(key))) {
        String rule = "; its settings must stand with one of them, or be the same with both";
        throw contradiction(one, other, one.quote(key), other.quote(key) + rule);
      }
    }
  }

  private static IllegalArgumentException contradiction(
      Share one, Share other, String said, String contradicted) {
    return new IllegalArgumentException(one.policy() + " and " + other.policy() + " share the "
        + one.point() + " \"" + one.name() + "\", but " + said + ", and " + contradicted);
  }

  private static <T> T make(Share owner, Map<String, String> section, Maker<T> maker) {
    String key = owner.policy() + "." + owner.point().key;
    try {
      return maker.make(new PlugIns(owner.policy(), section), key, owner.kind());
    } catch (IllegalArgumentException wrong) {
      throw PolicySection.quoted(owner.policy(), key, owner.kind(), wrong);
    }
  }
}
