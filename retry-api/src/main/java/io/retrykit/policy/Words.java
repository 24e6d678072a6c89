package io.retrykit.policy;

/** What a user's object says of itself. */
final class Words {
  private Words() {}

  /** Returns its own words, if its class has any, as a lambda's has not. */
  static String of(Object object, String otherwise) {
    try {
      boolean own = object.getClass().getMethod("toString").getDeclaringClass() != Object.class;
      return own ? object.toString() : otherwise;
    } catch (NoSuchMethodException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
