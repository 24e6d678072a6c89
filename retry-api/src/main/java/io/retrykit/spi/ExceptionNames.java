package io.retrykit.spi;

import java.util.ArrayList;
import java.util.List;

/** Reads lists of exception classes out of a configuration. */
public final class ExceptionNames {
  private ExceptionNames() {}

  /**
   * Loads the classes named, without initialising them: the application's first, as the thread's context loader sees them.
   *
   * @param key the whole key, for messages
   * @param text full names, separated by commas; one without a package is of java.lang
   * @throws IllegalArgumentException if there is no such class, or it is not an exception
   */
  public static List<Class<? extends Throwable>> parse(String key, String text) {
    List<Class<? extends Throwable>> classes = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      classes.add(load(key, name.strip()));
    }
    return classes;
  }

  private static Class<? extends Throwable> load(String key, String name) {
    String full = name.indexOf('.') < 0 ? "java.lang." + name : name;
    try {
      return find(full).asSubclass(Throwable.class);
    } catch (ClassNotFoundException | LinkageError missing) {
      throw new IllegalArgumentException(
          key
              + " must be full class names that can be loaded (java.io.IOException), separated by commas, was \""
              + name + '"',
          missing);
    } catch (ClassCastException other) {
      throw new IllegalArgumentException(key + " must name exceptions, was \"" + name + '"', other);
    }
  }

  /** A thread of a pool may have a loader that does not see even ours. */
  private static Class<?> find(String name) throws ClassNotFoundException {
    ClassLoader own = ExceptionNames.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      return Class.forName(name, false, context == null ? own : context);
    } catch (ClassNotFoundException missing) {
      return Class.forName(name, false, own);
    }
  }
}
