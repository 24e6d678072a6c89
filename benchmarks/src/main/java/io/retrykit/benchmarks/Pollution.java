package io.retrykit.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

/**
 * Makes the profile of a loop look like that of a real application: several operations of different classes, several
 * exception types, first successes and retries. A lone call site flatters everything that lives on inlining.
 */
final class Pollution {
  private static final int ROUNDS = 20_000;

  private Pollution() {}

  /** One that is called with operations. */
  interface Caller {
    Object call(Called operation) throws Exception;
  }

  static void of(Caller caller) throws Exception {
    Called[] operations = {
      new Called() {
        @Override
        public Object call() {
          return "text";
        }
      },
      new Called() {
        @Override
        public Object call() {
          return 42;
        }
      },
      new Called() {
        private final Flaky flaky = new Flaky();

        @Override
        public Object call() throws IOException {
          if (flaky.isDown()) {
            throw new IOException("flaky");
          }
          return flaky;
        }
      },
      new Called() {
        private final Flaky flaky = new Flaky();

        @Override
        public Object call() throws TimeoutException {
          if (flaky.isDown()) {
            throw new TimeoutException("flaky");
          }
          return flaky;
        }
      },
      new Called() {
        private final Flaky flaky = new Flaky();
        private final IllegalStateException failure = new IllegalStateException("flaky");

        @Override
        public Object call() {
          if (flaky.isDown()) {
            throw failure;
          }
          return flaky;
        }
      },
    };
    for (int i = 0; i < ROUNDS; i++) {
      for (Called operation : operations) {
        if (caller.call(operation) == null) {
          throw new IllegalStateException("a result was lost");
        }
      }
    }
  }

  /** Down twice, then up. */
  private static final class Flaky {
    private int calls;

    boolean isDown() {
      return calls++ % 3 != 2;
    }
  }
}
