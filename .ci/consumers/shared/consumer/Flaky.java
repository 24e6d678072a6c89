package consumer;

import io.retrykit.call.Operation;
import java.util.function.Supplier;

/** Fails twice, then answers. */
final class Flaky<E extends Exception> implements Operation<String, E> {
  private final Supplier<E> failure;
  private int attempts;

  Flaky(Supplier<E> failure) {
    this.failure = failure;
  }

  @Override
  public String call() throws E {
    if (++attempts % 3 != 0) {
      throw failure.get();
    }
    return "answer";
  }

  /** Ends the program unless this is what came back, by the third attempt. */
  void answered(Object answer) {
    expect("answer", answer);
    expect(3, attempts);
  }

  static void expect(Object wanted, Object got) {
    if (!wanted.equals(got)) {
      throw new AssertionError("wanted " + wanted + ", got " + got);
    }
  }
}
