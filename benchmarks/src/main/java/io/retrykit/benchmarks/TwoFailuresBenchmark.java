package io.retrykit.benchmarks;

import java.io.IOException;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a call cost that fails twice and then succeeds, without pauses? The operation is not inlined, as a real one
 * is not, so every failure unwinds frames. {@code java -jar benchmarks.jar TwoFailures -prof gc}
 */
@State(Scope.Thread)
public class TwoFailuresBenchmark extends SyncCalls {
  private final IOException failure = new IOException("on purpose");
  private final Object result = new Object();
  private long attempts;
  private long calls;

  @Override
  void begin() {
    calls++;
  }

  @Override
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  Object operate() throws IOException {
    if (++attempts % 3 != 0) {
      throw failure;
    }
    return result;
  }

  /** A loop that makes more or fewer attempts than it should is measured for nothing. */
  @TearDown
  public void check() {
    if (attempts != 3 * calls) {
      throw new IllegalStateException(
          calls + " calls made " + attempts + " attempts, not three each");
    }
  }
}
