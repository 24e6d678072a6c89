package io.retrykit.spi;

import io.retrykit.time.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one guard or budget. A provider asks for the keys it knows; whoever wrote a key that was never
 * asked for is told so, with the keys there are. Every message gives the whole key and the value. Not safe for use by
 * several threads; of no use after the provider has returned.
 */
public final class ProviderSettings {
  private final String policy;
  private final String prefix;
  private final Map<String, String> values;
  private final Set<String> asked = new TreeSet<>();

  /**
   * Makes settings.
   *
   * @param policy the name of the policy they are for
   * @param prefix what stood before the keys in the file, with its dot, for messages
   * @param values the values by key
   */
  public ProviderSettings(String policy, String prefix, Map<String, String> values) {
    this.policy = policy;
    this.prefix = prefix;
    this.values = new TreeMap<>(values);
  }

  /** Returns the name of the policy these settings are for. */
  public String policy() {
    return policy;
  }

  /** Returns a value as it was written, stripped of white space at its ends. */
  public Optional<String> text(String key) {
    return read(key, Function.identity());
  }

  /** Returns a duration, as {@code 500ms}, {@code 1s} or {@code PT1S}. */
  public Optional<Duration> duration(String key) {
    return read(key, text -> Durations.parse(prefix + key, text));
  }

  /** Returns a whole number between two bounds, both included. */
  public OptionalLong integer(String key, long least, long most) {
    String rule = "a whole number between " + least + " and " + most;
    return read(key, text -> ranged(key, text, rule, Long::valueOf, n -> n >= least && n <= most))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Returns a number between two bounds, both included. */
  public OptionalDouble number(String key, double least, double most) {
    String rule = "a number between " + least + " and " + most;
    // not by Double.valueOf, to which "1d" is the number 1
    Function<String, Double> parser = text -> new BigDecimal(text).doubleValue();
    return read(key, text -> ranged(key, text, rule, parser, n -> n >= least && n <= most))
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  /** Returns {@code true} or {@code false}. */
  public Optional<Boolean> flag(String key) {
    return oneOf(key, Set.of("true", "false")).map(Boolean::valueOf);
  }

  /** Returns one of the words given. */
  public Optional<String> oneOf(String key, Set<String> words) {
    return read(key, text -> {
      if (!words.contains(text)) {
        throw wrong(key, "one of " + new TreeSet<>(words), text);
      }
      return text;
    });
  }

  private <T> Optional<T> read(String key, Function<String, T> reader) {
    asked.add(key);
    @Nullable String value = values.get(key);
    return value == null ? Optional.empty() : Optional.of(reader.apply(value.strip()));
  }

  private <N extends Number> N ranged(
      String key, String text, String rule, Function<String, N> parser, Predicate<N> allowed) {
    try {
      N number = parser.apply(text);
      if (allowed.test(number)) {
        return number;
      }
    } catch (NumberFormatException malformed) {
      // falls through to the one message
    }
    throw wrong(key, rule, text);
  }

  private IllegalArgumentException wrong(String key, String rule, String text) {
    return new IllegalArgumentException(
        prefix + key + " must be " + rule + ", was \"" + text + '"');
  }

  /**
   * Checks that every key written was asked for.
   *
   * @throws IllegalArgumentException naming the first key that was not, its value, and the keys that were
   */
  public void rejectUnread() {
    for (Map.Entry<String, String> entry : values.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        throw new IllegalArgumentException("unknown key " + prefix + entry.getKey()
            + " = " + entry.getValue()
            + (asked.isEmpty() ? ", there are no keys" : ", allowed are " + asked));
      }
    }
  }
}
