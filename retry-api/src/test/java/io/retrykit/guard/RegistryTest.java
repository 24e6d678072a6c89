package io.retrykit.guard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.time.VirtualTimebase;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One thread: what is made, what stays, what goes. */
class RegistryTest {
  private static final Duration IDLE = Duration.ofMinutes(10);

  private final VirtualTimebase time = VirtualTimebase.create();
  private final List<String> made = new ArrayList<>();

  private Registry<Object> registry(int maxKeys) {
    KeyLimits limits = KeyLimits.defaults().withMaxKeys(maxKeys).withIdle(IDLE).withTimebase(time);
    return Registry.of(this::make, limits);
  }

  private Object make(String key) {
    made.add(key);
    return new AtomicReference<>(key);
  }

  @Test
  void get_again_isTheSameValue_madeOnce() {
    Registry<Object> registry = registry(10);
    Object first = registry.get("a");

    assertThat(registry.get("a")).isSameAs(first);
    assertThat(registry.get("b")).isNotSameAs(first);
    assertThat(made).containsExactly("a", "b");
  }

  @Test
  void find_makesNothing() {
    Registry<Object> registry = registry(10);

    assertThat(registry.find("a")).isNull();
    assertThat(made).isEmpty();
    assertThat(registry.find("a")).isNull();
    Object value = registry.get("a");
    assertThat(registry.find("a")).isSameAs(value);
  }

  @Test
  void keys_isASnapshot() {
    Registry<Object> registry = registry(10);
    registry.get("a");
    var keys = registry.keys();
    registry.get("b");

    assertThat(keys).containsExactly("a");
    assertThat(registry.keys()).containsExactlyInAnyOrder("a", "b");
    assertThat(registry).hasToString("registry of 2 keys");
  }

  @Test
  void maker_thatThrows_isHeard_andTriedAgain() {
    AtomicReference<RuntimeException> trouble =
        new AtomicReference<>(new IllegalStateException("no such tenant"));
    Registry<String> registry = Registry.of(
        key -> {
          RuntimeException thrown = trouble.get();
          if (thrown != null) {
            throw thrown;
          }
          return key + "!";
        },
        KeyLimits.defaults());

    assertThatThrownBy(() -> registry.get("a")).isSameAs(trouble.get());
    assertThat(registry.keys()).isEmpty();
    assertThatThrownBy(() -> registry.get("a")).isSameAs(trouble.get());
    trouble.set(null);
    assertThat(registry.get("a")).isEqualTo("a!");
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake on trial
  void maker_thatReturnsNull_isNamedWithItsKey() {
    Registry<String> registry = Registry.of(key -> null, KeyLimits.defaults());

    assertThatNullPointerException()
        .isThrownBy(() -> registry.get("a"))
        .withMessage("maker returned null for a");
    assertThat(registry.keys()).isEmpty();
  }

  @Test
  void maker_mayAskForOtherKeys_notForItsOwn() {
    AtomicReference<Registry<String>> self = new AtomicReference<>();
    Registry<String> registry = Registry.of(
        key -> switch (key) {
          case "outer" -> requireNonNull(self.get()).get("inner") + "+";
          case "inner" -> "i";
          default -> requireNonNull(self.get()).get(key);
        },
        KeyLimits.defaults().withMaxKeys(1));
    self.set(registry);

    assertThat(registry.get("outer")).isEqualTo("i+");
    assertThat(registry.keys()).as("trimmed once the makers are done").containsExactly("outer");
    assertThatIllegalStateException()
        .isThrownBy(() -> registry.get("circle"))
        .withMessage("the value of circle is being made by this very thread:"
            + " a maker must not ask for its own key");
    assertThat(registry.keys()).doesNotContain("circle");
  }

  @Test
  void full_leastRecentlyUsed_goes() {
    Registry<Object> registry = registry(3);
    List.of("a", "b", "c", "c", "b", "a", "d").forEach(registry::get);

    assertThat(registry.keys()).containsExactlyInAnyOrder("a", "b", "d");
    registry.get("e");
    assertThat(registry.keys()).containsExactlyInAnyOrder("a", "d", "e");
  }

  @Test
  void full_large_keepsWhatIsInUse_throughAFloodOfNewKeys() {
    Registry<Object> registry = registry(1000);
    List<String> hot = IntStream.range(0, 100).mapToObj(i -> "hot" + i).toList();
    hot.forEach(registry::get);
    for (int i = 0; i < 20_000; i++) {
      registry.get("flood" + i);
      registry.get(hot.get(i % hot.size()));
    }

    assertThat(registry.keys()).hasSize(1000).containsAll(hot);
    assertThat(made).filteredOn(key -> key.startsWith("hot")).hasSize(100);
  }

  @Test
  void idleKey_goesWithTheNextNewOne_notBefore() {
    Registry<Object> registry = registry(10);
    registry.get("a");
    time.advance(IDLE.minusNanos(1));
    registry.get("b");
    assertThat(registry.keys()).containsExactlyInAnyOrder("a", "b");

    time.advance(IDLE.dividedBy(4));
    registry.get("c");
    assertThat(registry.keys()).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void keyInUse_isNeverIdle() {
    Registry<Object> registry = registry(10);
    Object hot = registry.get("hot");
    for (int i = 0; i < 100; i++) {
      time.advance(IDLE.minusNanos(1));
      assertThat(registry.get("hot")).isSameAs(hot);
      registry.get("cold" + i);
    }

    assertThat(registry.keys()).hasSizeLessThan(5);
  }

  @Test
  void idleKey_goesAlsoWhereNoKeyIsEverNew() {
    Registry<Object> registry = registry(10);
    registry.get("a");
    registry.get("hot");
    time.advance(IDLE);
    for (int i = 0; i < 40 * Registry.HITS_PER_LOOK; i++) { // e^-40 to be missed
      registry.get("hot");
    }

    assertThat(registry.keys()).containsExactly("hot");
  }

  /** Not by the list of those that would have been the next to make room, either. */
  @Test
  void idleKey_thatHasGone_isKeptAliveByNothing() {
    Registry<Object> registry = registry(64); // of which four are listed when the first has to go
    List<WeakReference<Object>> values = new ArrayList<>();
    for (int i = 0; i <= 64; i++) {
      values.add(new WeakReference<>(registry.get("key" + i)));
    }
    time.advance(IDLE);
    registry.get("new");
    assertThat(registry.keys()).containsExactly("new");

    for (int i = 0; i < 100 && values.stream().anyMatch(each -> each.get() != null); i++) {
      System.gc();
    }
    assertThat(values).hasSize(65).allMatch(each -> each.get() == null);
  }

  @Test
  void key_droppedAndAskedForAgain_getsANewValue() {
    Registry<Object> registry = registry(1);
    Object first = registry.get("a");
    registry.get("b");

    assertThat(registry.get("a")).isNotSameAs(first);
    assertThat(made).containsExactly("a", "b", "a");
  }

  @Test
  void idleForEver_dropsNothing() {
    Registry<Object> registry = Registry.of(
        this::make, KeyLimits.defaults().withIdle(Duration.ofDays(200_000)).withTimebase(time));
    registry.get("a");
    time.advance(Duration.ofDays(40_000));
    registry.get("b");

    assertThat(registry.keys()).containsExactlyInAnyOrder("a", "b");
  }
}
