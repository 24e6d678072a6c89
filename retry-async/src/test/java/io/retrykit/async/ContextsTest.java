package io.retrykit.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.spi.ContextProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SPEC 23.4, SPEC 23.10: a provider that fails, even with an error, costs what it carries and nothing else. */
class ContextsTest {
  /** Where it fails. */
  enum Place {
    NOWHERE,
    CAPTURE,
    RESTORE,
    CLOSE
  }

  private final List<String> told = new ArrayList<>();

  private final class Carrier implements ContextProvider {
    private final String name;
    private final Place place;

    Carrier(String name, Place place) {
      this.name = name;
      this.place = place;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Captured capture() {
      failAt(Place.CAPTURE);
      return () -> {
        failAt(Place.RESTORE);
        told.add(name + " on");
        return () -> {
          failAt(Place.CLOSE);
          told.add(name + " off");
        };
      };
    }

    private void failAt(Place here) {
      if (place == here) {
        throw new AssertionError("on purpose");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void providerThatFailsWithAnError_isLeftOut(Place place) {
    Contexts contexts = new Contexts(List.of(
        new Carrier("a", Place.NOWHERE),
        new Carrier("bad", place),
        new Carrier("c", Place.NOWHERE)));

    ContextProvider.@Nullable Captured[] captured = Objects.requireNonNull(contexts.capture());
    Contexts.close(Contexts.restore(captured));

    assertThat(told).containsSubsequence("a on", "c on", "c off", "a off");
    assertThat(told).hasSize(place == Place.NOWHERE ? 6 : place == Place.CLOSE ? 5 : 4);
  }
}
