package io.retrykit.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A service that fails as often as it is told to, and remembers what it was asked. */
final class Service {
  private final List<String> asked = new ArrayList<>();
  private int failures;

  /** Lets the next calls fail. */
  Service failing(int times) {
    failures = times;
    return this;
  }

  String ask(String prompt) throws IOException {
    asked.add(prompt);
    if (failures > 0) {
      failures--;
      throw new IOException("connection reset");
    }
    return "answer to " + prompt;
  }

  String askUnchecked(String prompt) {
    try {
      return ask(prompt);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  List<String> asked() {
    return asked;
  }

  int calls() {
    return asked.size();
  }
}
