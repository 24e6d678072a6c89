package io.retrykit.examples.agent;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** A tool: sums, differences, products and quotients, with parentheses. Stateless. */
final class Calculator {
  private final String text;
  private int at;

  private Calculator(String text) {
    this.text = text;
  }

  /**
   * Returns what an expression comes to, such as {@code 2 * (3 + 4)}, to 34 digits.
   *
   * @throws IllegalArgumentException if it is none, longer than 1000 characters, or divides by zero
   */
  static String of(String expression) {
    if (expression.length() > 1_000) {
      throw new IllegalArgumentException("an expression may have 1000 characters");
    }
    Calculator calculator = new Calculator(expression.replaceAll("\\s", ""));
    try {
      BigDecimal value = calculator.sum();
      if (calculator.at < calculator.text.length()) {
        throw calculator.wrong();
      }
      return value.stripTrailingZeros().toPlainString();
    } catch (ArithmeticException undefined) {
      throw new IllegalArgumentException("cannot divide by zero", undefined);
    }
  }

  private BigDecimal sum() {
    BigDecimal value = product();
    while (isNext('+') || isNext('-')) {
      boolean plus = text.charAt(at++) == '+';
      BigDecimal other = product();
      value = plus ? value.add(other) : value.subtract(other);
    }
    return value;
  }

  private BigDecimal product() {
    BigDecimal value = number();
    while (isNext('*') || isNext('/')) {
      boolean times = text.charAt(at++) == '*';
      BigDecimal other = number();
      value = times
          ? value.multiply(other, MathContext.DECIMAL128)
          : value.divide(other, MathContext.DECIMAL128);
    }
    return value;
  }

  private BigDecimal number() {
    if (isNext('-')) {
      at++;
      return number().negate();
    }
    if (isNext('(')) {
      at++;
      BigDecimal value = sum();
      if (!isNext(')')) {
        throw wrong();
      }
      at++;
      return value;
    }
    int from = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || isNext('.'))) {
      at++;
    }
    try {
      return new BigDecimal(text.substring(from, at));
    } catch (NumberFormatException malformed) {
      at = from;
      throw wrong();
    }
  }

  private boolean isNext(char character) {
    return at < text.length() && text.charAt(at) == character;
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "not an expression, at character %d: %s", at + 1, text));
  }
}
