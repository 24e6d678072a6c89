package io.retrykit.config;

import java.util.ArrayList;
import java.util.List;

/** Reads lists of exception classes; a name without a package is one of java.lang. */
final class ClassNames {
  private ClassNames() {}

  static List<Class<? extends Throwable>> parse(String key, String text) {
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

  private static Class<?> find(String name) throws ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? ClassNames.class.getClassLoader() : context;
    return Class.forName(name, false, loader);
  }
}
