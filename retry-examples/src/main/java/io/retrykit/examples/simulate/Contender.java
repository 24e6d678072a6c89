package io.retrykit.examples.simulate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A jitter that takes part: a formula of the model, or a backoff of the toolkit.
 *
 * @param name the formula's name, or the backoff's behind {@code toolkit-}
 * @param hue which colour it is drawn in: that of the formula that it resembles
 * @param toolkit whether it is the toolkit's
 * @param client gives one more client its pauses
 */
record Contender(String name, int hue, boolean toolkit, Supplier<ClientBackoff> client) {
  private static final String PREFIX = "toolkit-";
  private static final List<Contender> ALL = all();

  private static List<Contender> all() {
    List<Contender> all = new ArrayList<>();
    List<ModelJitter> formulas = List.of(ModelJitter.values());
    for (ModelJitter jitter : formulas) {
      all.add(new Contender(word(jitter), formulas.indexOf(jitter), false, jitter::client));
    }
    for (ToolkitJitter jitter : ToolkitJitter.values()) {
      all.add(new Contender(
          PREFIX + word(jitter), formulas.indexOf(jitter.resembles()), true, jitter::client));
    }
    return List.copyOf(all);
  }

  private static String word(Enum<?> jitter) {
    return jitter.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads names separated by commas; {@code model}, {@code toolkit} and {@code all} stand for several. Each contender
   * takes part once, in the order it is named.
   *
   * @throws IllegalArgumentException if a name is not known, or there is none
   */
  static List<Contender> parse(String option, String text) {
    Set<Contender> chosen = new LinkedHashSet<>();
    for (String name : text.split(",", -1)) {
      chosen.addAll(named(option, name.strip()));
    }
    return List.copyOf(chosen);
  }

  private static List<Contender> named(String option, String name) {
    List<Contender> found = ALL.stream()
        .filter(contender -> switch (name) {
          case "all" -> true;
          case "model" -> !contender.toolkit;
          case "toolkit" -> contender.toolkit;
          default -> contender.name.equals(name);
        })
        .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          option + " must be of " + allowed() + ", was \"" + name + '"');
    }
    return found;
  }

  /** Returns every name that {@link #parse} knows, for a person to read. */
  static String allowed() {
    return "all, model, toolkit, "
        + ALL.stream().map(Contender::name).collect(Collectors.joining(", "));
  }
}
