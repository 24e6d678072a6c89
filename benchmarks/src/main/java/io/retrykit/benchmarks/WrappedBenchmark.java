package io.retrykit.benchmarks;

import io.retrykit.Retry;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does calling a function cost that was wrapped once, and succeeds at once? Failsafe, Spring and the AWS SDK's retries
 * wrap none. {@code java -jar benchmarks.jar Wrapped -prof gc}
 */
@SuppressWarnings("UnnecessaryLambda") // they are the question
@State(Scope.Thread)
public class WrappedBenchmark extends SyncOperation {
  private final Retry retry = Retry.with(Peers.ours());
  private final Supplier<Object> plain = this::operate;
  private final Function<Object, Object> function = argument -> operate();
  private final HandWritten hand = Peers.hand();
  private final Supplier<Object> handWritten = () -> hand.call(plain::get);
  private final Supplier<Object> ours = retry.wrapSupplier(plain);
  private final Function<Object, Object> ourFunction = retry.wrapFunction(function);
  private final Supplier<Object> resilience4j =
      io.github.resilience4j.retry.Retry.decorateSupplier(Peers.resilience4j(), plain);
  private final Callable<Object> guavaRetrying = Peers.guavaRetrying().build().wrap(callable);
  private final Supplier<Object> smallrye = Peers.smallrye().done().build().adaptSupplier(plain);
  private final Object result = new Object();

  @Override
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  Object operate() {
    return result;
  }

  /** By hand: a lambda around the loop. */
  @Benchmark
  public Object handWritten() {
    return handWritten.get();
  }

  /** Ours. */
  @Benchmark
  public Object wrapSupplier() {
    return ours.get();
  }

  /** Ours, with an argument. */
  @Benchmark
  public Object wrapFunction() {
    return ourFunction.apply(result);
  }

  /** Resilience4j. */
  @Benchmark
  public Object resilience4j() {
    return resilience4j.get();
  }

  /** guava-retrying. */
  @Benchmark
  public Object guavaRetrying() throws Exception {
    return guavaRetrying.call();
  }

  /** SmallRye Fault Tolerance. */
  @Benchmark
  public Object smallrye() {
    return smallrye.get();
  }
}
