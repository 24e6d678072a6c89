package io.retrykit.benchmarks;

import io.netty.util.HashedWheelTimer;
import io.netty.util.TimerTask;
import io.retrykit.async.wheel.Wheel;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a pause cost that is begun and cancelled again, while so many others wait for a thousand seconds and more?
 * {@code java -jar benchmarks.jar Timer -prof gc}
 */
@SuppressWarnings({"FutureReturnValueIgnored", "UnnecessaryLambda"}) // nothing runs, nobody asks
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class TimerBenchmark {
  private static final TimerTask NOTHING = timeout -> {};
  private static final Runnable NOTHING_TO_RUN = () -> {};

  /** How many others wait. */
  @Param({"1000", "1000000"})
  public int others;

  /** Whose timer it is. */
  @State(Scope.Benchmark)
  public static class OfWheel {
    private final Wheel wheel = Wheel.shared();

    /** Lets the others wait. */
    @Setup
    public void fill(TimerBenchmark benchmark) {
      for (int i = 0; i < benchmark.others; i++) {
        wheel.schedule(new Parked(), delay());
      }
    }
  }

  /** The JDK's, that takes what is cancelled out at once. */
  @State(Scope.Benchmark)
  public static class OfJdk {
    private final ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, TimerBenchmark::daemon);

    /** Lets the others wait. */
    @Setup
    public void fill(TimerBenchmark benchmark) {
      executor.setRemoveOnCancelPolicy(true);
      for (int i = 0; i < benchmark.others; i++) {
        executor.schedule(NOTHING_TO_RUN, delay(), TimeUnit.NANOSECONDS);
      }
    }
  }

  /** Netty's wheel, that takes what is cancelled out at its next tick. */
  @State(Scope.Benchmark)
  public static class OfNetty {
    private final HashedWheelTimer timer =
        new HashedWheelTimer(TimerBenchmark::daemon, 1, TimeUnit.MILLISECONDS, 512);

    /** Lets the others wait. */
    @Setup
    public void fill(TimerBenchmark benchmark) {
      for (int i = 0; i < benchmark.others; i++) {
        timer.newTimeout(NOTHING, delay(), TimeUnit.NANOSECONDS);
      }
    }
  }

  /** Nobody empties a timer: the process ends with it. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private static long delay() {
    return ThreadLocalRandom.current().nextLong(1_000_000_000_000L, 2_000_000_000_000L);
  }

  /** Ours, with a new one to wait each time, as it is made for the others inside. */
  @Benchmark
  public boolean wheel(OfWheel state) {
    Parked one = new Parked();
    state.wheel.schedule(one, delay());
    return state.wheel.cancel(one);
  }

  /** The JDK's scheduler. */
  @Benchmark
  public boolean jdk(OfJdk state) {
    return state
        .executor
        .schedule(NOTHING_TO_RUN, delay(), TimeUnit.NANOSECONDS)
        .cancel(false);
  }

  /** Netty's wheel. */
  @Benchmark
  public boolean netty(OfNetty state) {
    return state.timer.newTimeout(NOTHING, delay(), TimeUnit.NANOSECONDS).cancel();
  }

  /** What a clock reading and the drawing of a delay cost of the above. */
  @Benchmark
  public long readingAndDraw() {
    return System.nanoTime() + delay();
  }
}
