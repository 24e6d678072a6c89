package io.retrykit.throttle.hint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A structured field, of which only whole numbers of zero or more are kept: all that limits are told in. Either a list
 * of items with their parameters, or a dictionary. Other kinds of value are read over; inner lists are malformed here.
 * Numbers may be longer than the RFC allows, and saturate.
 *
 * <p>Source: RFC 9651, 4.2.
 */
final class StructuredField {
  private final List<Map<String, Long>> items = new ArrayList<>();
  private final Map<String, Long> dictionary = new HashMap<>();
  private boolean noDictionary;

  private StructuredField() {}

  /** Returns the field; null if it is malformed, as a whole. */
  static @Nullable StructuredField parse(String text) {
    StructuredField field = new StructuredField();
    Cursor in = new Cursor(text);
    do {
      spaces(in);
      field.member(in);
      spaces(in);
    } while (in.skip(','));
    boolean mixed = field.noDictionary && !field.dictionary.isEmpty();
    return in.isDone() && !mixed ? field : null;
  }

  /** Returns the parameters of each item of a list; none if this is a dictionary. */
  List<Map<String, Long>> items() {
    return dictionary.isEmpty() ? items : List.of();
  }

  /** Returns the members of a dictionary that have a value; none if this is a list. */
  Map<String, Long> dictionary() {
    return dictionary;
  }

  /** Reads one member. A token with a value after it is a name; one without may be an item, or a name that is true. */
  private void member(Cursor in) {
    if (BareItem.beginsToken(in.peek())) {
      String token = BareItem.token(in);
      if (in.skip('=')) {
        put(dictionary, token, BareItem.number(in), in);
        parameters(in);
        return;
      }
    } else {
      BareItem.number(in);
      noDictionary = true;
    }
    items.add(parameters(in));
  }

  private static Map<String, Long> parameters(Cursor in) {
    Map<String, Long> parameters = new HashMap<>();
    while (in.skip(';')) {
      while (in.skip(' ')) {
        // allowed before a name, and nowhere else
      }
      String key = BareItem.token(in);
      put(parameters, key, in.skip('=') ? BareItem.number(in) : BareItem.NO_NUMBER, in);
    }
    return parameters;
  }

  /** Of several values under one name the last counts, whatever its kind. */
  private static void put(Map<String, Long> into, String key, long number, Cursor in) {
    if (!BareItem.isKey(key)) {
      in.fail();
    }
    into.put(key, number);
  }

  private static void spaces(Cursor in) {
    while (in.skip(' ') || in.skip('\t')) {
      // allowed between members
    }
  }
}
