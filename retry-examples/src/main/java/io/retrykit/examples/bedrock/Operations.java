package io.retrykit.examples.bedrock;

import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The operations this server has, by the last part of their path. */
final class Operations {
  private static final TreeMap<String, Operation> ALL = new TreeMap<>();

  static {
    add(new InvokeModel());
    add(new InvokeModelStream());
  }

  private Operations() {}

  private static void add(Operation operation) {
    ALL.put(operation.name(), operation);
  }

  static Optional<Operation> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  static Set<String> names() {
    return ALL.keySet();
  }
}
