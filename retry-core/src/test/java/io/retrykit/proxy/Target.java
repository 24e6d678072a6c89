package io.retrykit.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Something that fails a number of times before it answers, and remembers. */
final class Target {
  private final int failures;
  private final List<IOException> thrown = new ArrayList<>();
  private int calls;

  private Target(int failures) {
    this.failures = failures;
  }

  /** Fails this often, then answers. */
  static Target failing(int times) {
    return new Target(times);
  }

  /** Makes one attempt: throws a new exception, or returns the attempt's number. */
  int call() throws IOException {
    calls++;
    if (calls <= failures) {
      IOException failure = new IOException("failure " + calls);
      thrown.add(failure);
      throw failure;
    }
    return calls;
  }

  /** Returns how many attempts there were. */
  int calls() {
    return calls;
  }

  /** Returns the exceptions so far, oldest first. */
  List<IOException> thrown() {
    return List.copyOf(thrown);
  }
}
