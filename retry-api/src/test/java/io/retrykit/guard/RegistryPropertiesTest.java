package io.retrykit.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The laws of what stays and what goes. */
class RegistryPropertiesTest {
  private static final long IDLE = 1_000;

  private final VirtualTimebase time = VirtualTimebase.create();

  private Registry<Object> registry(int maxKeys, long idleNanos) {
    return Registry.of(
        key -> new Object(),
        KeyLimits.defaults()
            .withMaxKeys(maxKeys)
            .withIdle(Duration.ofNanos(idleNanos))
            .withTimebase(time));
  }

  /** Below 16 keys the order of use is exact: the same keys as in a map that is ordered by access. */
  @Property(tries = 1000)
  void small_isAnLruMap(
      @ForAll @IntRange(min = 1, max = 15) int maxKeys,
      @ForAll @Size(max = 200) List<@IntRange(max = 20) Integer> asked) {
    Registry<Object> registry = registry(maxKeys, Long.MAX_VALUE);
    Map<String, Object> model = new LinkedHashMap<>(16, 0.75f, true);
    for (int number : asked) {
      String key = "k" + number;
      Object value = registry.get(key);
      Object known = model.get(key);
      if (known != null) {
        assertThat(value).isSameAs(known);
      } else {
        model.put(key, value);
        if (model.size() > maxKeys) {
          model.remove(model.keySet().iterator().next());
        }
      }
      assertThat(registry.keys()).isEqualTo(model.keySet());
    }
  }

  /** Of n keys, whatever goes was used before all but a sixteenth of them. */
  @Property(tries = 100)
  void large_dropsOneOfTheLeastRecentSixteenth(
      @ForAll @IntRange(min = 16, max = 64) int maxKeys,
      @ForAll @Size(max = 1000) List<@IntRange(max = 100) Integer> asked) {
    Registry<Object> registry = registry(maxKeys, Long.MAX_VALUE);
    Map<String, Object> byUse = new LinkedHashMap<>(16, 0.75f, true);
    for (int number : asked) {
      String key = "k" + number;
      Object value = registry.get(key);
      byUse.put(key, value);
      List<String> oldestFirst = new ArrayList<>(byUse.keySet());
      byUse.keySet().retainAll(registry.keys());
      assertThat(byUse).hasSizeLessThanOrEqualTo(maxKeys);
      oldestFirst.stream()
          .filter(each -> !byUse.containsKey(each))
          .forEach(gone -> assertThat(oldestFirst.indexOf(gone)).isLessThanOrEqualTo(maxKeys / 16));
    }
  }

  @Property(tries = 1000)
  void key_isNeverDropped_beforeItWasIdle(
      @ForAll @Size(max = 100) List<@IntRange(max = 4) Integer> asked,
      @ForAll @Size(min = 1, max = 100) List<@IntRange(max = 600) Integer> steps) {
    Registry<Object> registry = registry(1000, IDLE);
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Long> lastUse = new LinkedHashMap<>();
    long now = 0;
    for (int i = 0; i < asked.size(); i++) {
      int step = steps.get(i % steps.size());
      time.advance(Duration.ofNanos(step));
      now += step;
      String key = "k" + asked.get(i);
      Object value = registry.get(key);
      if (now - lastUse.getOrDefault(key, -IDLE) < IDLE) {
        assertThat(value).isSameAs(values.get(key));
      }
      values.put(key, value);
      lastUse.put(key, now);
      registry.get("fresh" + i); // looks for idle ones
    }
  }
}
