package io.retrykit.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does a call cost that succeeds at once? {@code java -jar benchmarks.jar FirstSuccess -prof gc} */
@State(Scope.Thread)
public class FirstSuccessBenchmark extends SyncCalls {
  private final Object result = new Object();

  @Override
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  Object operate() {
    return result;
  }

  /** The operation alone. */
  @Benchmark
  public Object bare() throws Exception {
    return operation.call();
  }
}
