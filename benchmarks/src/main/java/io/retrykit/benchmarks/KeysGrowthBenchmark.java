package io.retrykit.benchmarks;

import io.github.resilience4j.retry.RetryRegistry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitBreakers;
import io.retrykit.guard.KeyLimits;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What does finding the breaker of a key cost among so many? By hand it is a map that never forgets. Resilience4j's registry
 * forgets nothing either; it is filled with its retries, which are smaller than its breakers. A million keys do not fit into a
 * processor's caches, whoever keeps them. {@code java -jar benchmarks.jar KeysGrowth -prof gc}
 */
@State(Scope.Thread)
@Fork(
    value = 5,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class KeysGrowthBenchmark extends NanosPerCall {
  private static final int ASKED = 1 << 16;

  /** How many keys there are. */
  @Param({"1", "10", "100", "1000", "10000", "100000", "1000000"})
  public int keys = 1;

  private final CircuitBreakers breakers =
      CircuitBreaker.builder("breaker").perKey(KeyLimits.defaults().withMaxKeys(2_000_000));
  private final ConcurrentHashMap<String, CircuitBreaker> map = new ConcurrentHashMap<>();
  private final RetryRegistry registry = RetryRegistry.ofDefaults();
  private final String[] asked = new String[ASKED];
  private int next;

  /** Fills the one that is measured, and draws the keys that are asked for: in no order, a host's name each. */
  @Setup
  public void fill(BenchmarkParams measured) {
    String name = measured.getBenchmark().replaceAll(".*\\.", "");
    Consumer<String> contender = switch (name) {
      case "handWritten" -> this::inMap;
      case "breakers" -> breakers::get;
      case "resilience4j" -> registry::retry;
      default -> throw new IllegalArgumentException("nobody is called " + name);
    };
    String[] all = new String[keys];
    for (int i = 0; i < keys; i++) {
      all[i] = "host-" + i + ".example";
      contender.accept(all[i]);
    }
    Random random = new Random(keys);
    for (int i = 0; i < ASKED; i++) {
      asked[i] = all[random.nextInt(keys)];
    }
  }

  private String key() {
    return asked[next++ & ASKED - 1];
  }

  private CircuitBreaker inMap(String key) {
    CircuitBreaker known = map.get(key);
    return known == null ? map.computeIfAbsent(key, CircuitBreaker::of) : known;
  }

  /** By hand. */
  @Benchmark
  public Object handWritten() {
    return inMap(key());
  }

  /** Ours: bounded, and forgetful, so it reads a clock. */
  @Benchmark
  public Object breakers() {
    return breakers.get(key());
  }

  /** Resilience4j. */
  @Benchmark
  public Object resilience4j() {
    return registry.retry(key());
  }
}
