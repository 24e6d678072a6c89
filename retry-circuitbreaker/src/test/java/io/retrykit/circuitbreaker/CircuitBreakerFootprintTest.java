package io.retrykit.circuitbreaker;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import io.retrykit.guard.KeyLimits;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

/**
 * What a breaker costs in memory. Sizes are calculated for a 64-bit JVM with compressed pointers, as below 32 GB of
 * heap. Settings are shared by all that one builder made; the name is counted apart, for it is as long as its key.
 */
class CircuitBreakerFootprintTest {
  private static final Layouter LAYOUT = new HotSpotLayouter(new Model64(true, true, 8), 17);

  /** Returns the size of all that a breaker holds and shares with nobody. */
  private static long sizeOf(CircuitBreaker breaker) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Object> open = new ArrayList<>(List.of(breaker));
    long size = 0;
    while (!open.isEmpty()) {
      Object each = open.remove(open.size() - 1);
      if (seen.add(each)) {
        size += sizeOfOne(each);
        open.addAll(heldBy(each));
      }
    }
    assertThat(seen).hasAtLeastOneElementOfType(Admission.class);
    return size;
  }

  private static long sizeOfOne(Object object) {
    return LAYOUT.layout(ClassData.parseInstance(object)).instanceSize();
  }

  private static List<Object> heldBy(Object holder) throws IllegalAccessException {
    List<Object> held = new ArrayList<>();
    for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          Object value = field.get(holder);
          if (value != null && isOwn(value)) {
            held.add(value);
          }
        }
      }
    }
    return held;
  }

  private static boolean isOwn(Object value) {
    return !(value instanceof Settings || value instanceof String || value instanceof Enum);
  }

  @Test
  void closed_withAWindowOf100Calls_takes128BytesAtMost() throws Exception {
    CircuitBreaker breaker = CircuitBreaker.builder("claude").countWindow(100).build();

    assertThat(sizeOf(breaker)).isLessThanOrEqualTo(128);
  }

  @Test
  void closed_withAWindowOf1000Calls_takesABitMoreForEach() throws Exception {
    CircuitBreaker small = CircuitBreaker.builder("claude").countWindow(64).build();
    CircuitBreaker large = CircuitBreaker.builder("claude").countWindow(1024).build();

    assertThat(sizeOf(large) - sizeOf(small)).isEqualTo((1024 - 64) / Byte.SIZE);
  }

  /** Per key the name is the breaker's own. */
  @Test
  void name_ofABreakerPerKey_takes40BytesAndItsLetters() throws Exception {
    String key = "123e4567-e89b-12d3-a456-426614174000";
    CircuitBreaker breaker =
        CircuitBreaker.builder("models").perKey(KeyLimits.defaults()).get(key);

    assertThat(breaker.name()).isEqualTo("models[" + key + "]");
    long name = sizeOfOne(breaker.name()) + sizeOfOne(new byte[breaker.name().length()]);
    assertThat(name).isEqualTo(88).isBetween(40L + 44, 40L + 44 + 7);
    assertThat(sizeOf(breaker)).isLessThanOrEqualTo(128);
  }

  /** The cells, a cache line each, twice as many as processors; and three counts for each bucket. */
  @Test
  void closed_withAWindowOfTime_takesItsCellsAndBuckets() throws Exception {
    CircuitBreaker breaker =
        CircuitBreaker.builder("claude").timeWindow(ofSeconds(10)).build();

    int processors = Runtime.getRuntime().availableProcessors();
    int cells = Math.min(16, Integer.highestOneBit(4 * processors - 1));
    int cellBytes =
        16 + 64 * (cells + 1); // 856 in all with two processors, 1,624 with eight or more
    assertThat(sizeOf(breaker)).isEqualTo(520 + cellBytes);
  }

  /** The measure itself: more is seen as more. */
  @Test
  void closed_watchingSlowCalls_isSeenToTakeMore() throws Exception {
    CircuitBreaker plain = CircuitBreaker.builder("claude").build();
    CircuitBreaker watching =
        CircuitBreaker.builder("claude").slowCalls(ofSeconds(1), 50).build();

    assertThat(sizeOf(watching)).isGreaterThan(sizeOf(plain) + 16).isLessThanOrEqualTo(300);
  }
}
