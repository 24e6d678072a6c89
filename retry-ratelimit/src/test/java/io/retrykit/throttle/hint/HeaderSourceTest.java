package io.retrykit.throttle.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Headers in whatever maps libraries keep them. */
class HeaderSourceTest {
  private final Map<Object, Object> map = new LinkedHashMap<>();
  private final HeaderSource headers = HeaderSource.of(map);

  @Test
  void first_strings_ignoresCase() {
    map.put("Retry-After", "5");
    assertThat(headers.first("retry-after")).isEqualTo("5");
    assertThat(headers.first("RETRY-AFTER")).isEqualTo("5");
    assertThat(headers.first("retry-after-ms")).isNull();
    assertThat(headers.first("retry")).isNull();
  }

  @Test
  void first_severalValues_isTheFirst() {
    map.put("a", List.of("1", "2"));
    map.put("b", Set.of("3"));
    map.put("c", new String[] {"4", "5"});
    map.put("d", new Object[] {"6"});
    assertThat(headers.first("a")).isEqualTo("1");
    assertThat(headers.first("b")).isEqualTo("3");
    assertThat(headers.first("c")).isEqualTo("4");
    assertThat(headers.first("d")).isEqualTo("6");
  }

  @Test
  void first_namesThatDifferInCase_isTheFirstWithAValue() {
    map.put("retry-after", null);
    map.put("Retry-After", List.of());
    map.put("RETRY-AFTER", "3");
    map.put("Retry-after", "4");
    assertThat(headers.first("retry-after")).isEqualTo("3");
  }

  @Test
  void first_oddKeysAndValues_areAbsent() {
    map.put(null, List.of("HTTP/1.1 429"));
    map.put(7, "7");
    map.put("number", 5);
    map.put("empty", new String[0]);
    map.put("nulls", new ArrayList<>(Arrays.asList(null, "x")));
    map.put("numbers", new int[] {1});
    for (String name : new String[] {"null", "7", "number", "empty", "nulls", "numbers", ""}) {
      assertThat(headers.first(name)).as(name).isNull();
    }
  }

  @Test
  void of_isAView_ofTheMap() {
    assertThat(headers.first("late")).isNull();
    map.put("Late", "1");
    assertThat(headers.first("late")).isEqualTo("1");
  }

  @Test
  void of_typedMaps_isAsGood() {
    Map<String, List<String>> lists = Map.of("A", List.of("1"));
    Map<String, String> strings = Collections.singletonMap("A", "2");
    assertThat(HeaderSource.of(lists).first("a")).isEqualTo("1");
    assertThat(HeaderSource.of(strings).first("a")).isEqualTo("2");
    assertThat(HeaderSource.NONE.first("a")).isNull();
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"})
  void of_null_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> HeaderSource.of(null)).withMessage("headers");
  }
}
