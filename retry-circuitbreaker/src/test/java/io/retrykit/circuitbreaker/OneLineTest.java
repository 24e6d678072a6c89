package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 22.11: names, made fit for one line of a log. */
class OneLineTest {
  @Test
  void plainText_staysAsItIs() {
    String plain = "Größe 3 € 日本 😀 \"quoted\" \\n";
    assertThat(OneLine.of(plain)).isSameAs(plain);
    assertThat(OneLine.of("")).isEmpty();
  }

  @Test
  void breaksAndTabs_areWrittenOut() {
    assertThat(OneLine.of("a\nb\rc\td😀")).isEqualTo("a\\nb\\rc\\td😀");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x08, 0x0b, 0x0c, 0x1b, 0x7f, 0x85, 0x9b, 0x200b, 0x200f, 0x2028, 0x2029,
        0x202e, 0x2066, 0xfeff, 0xe0041, 0xd800, 0xdfff
      })
  void charactersNobodySees_areWrittenOut(int unseen) {
    String text = "a" + new String(Character.toChars(unseen)) + "b";

    assertThat(OneLine.of(text)).isEqualTo("a" + String.format("\\u%04x", unseen) + "b");
  }

  @Property
  void anyText_becomesOneLineWithNothingUnseen(@ForAll String text) {
    String line = OneLine.of(text);

    assertThat(line.lines().count()).isLessThanOrEqualTo(1);
    assertThat(line.codePoints().map(Character::getType))
        .doesNotContain(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR,
            (int) Character.SURROGATE);
    assertThat(OneLine.of(line)).isSameAs(line);
  }
}
