package io.retrykit.spi;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 10.4: text from outside, made fit for one line. */
class OneLineTest {
  @Test
  void plainText_staysAsItIs() {
    assertThat(OneLine.of("Größe 3 € 日本 \"quoted\" \\n")).isEqualTo("Größe 3 € 日本 \"quoted\" \\n");
    assertThat(OneLine.of(null)).isEmpty();
  }

  @Test
  void breaksAndTabs_areWrittenOut() {
    assertThat(OneLine.of("a\nb\rc\td")).isEqualTo("a\\nb\\rc\\td");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x08, 0x0b, 0x0c, 0x1b, 0x7f, 0x85, 0x9b, 0x200b, 0x200e, 0x200f, 0x2028,
        0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, 0xe0041, 0xd800, 0xdfff
      })
  void charactersNobodySees_areWrittenOut(int unseen) {
    String text = "a" + new String(Character.toChars(unseen)) + "b";

    assertThat(OneLine.of(text)).isEqualTo("a" + String.format("\\u%04x", unseen) + "b");
  }

  @Test
  void charactersOutsideTheBasicPlane_stayAsTheyAre() {
    assertThat(OneLine.of("a😀b")).isEqualTo("a😀b");
  }

  @Test
  void textOfTheGreatestLength_staysWhole_andALongerOneIsCut() {
    assertThat(OneLine.of("x".repeat(500))).isEqualTo("x".repeat(500));
    assertThat(OneLine.of("x".repeat(501))).isEqualTo("x".repeat(500) + "...");
  }

  @Test
  void cut_neverHalvesACharacter() {
    assertThat(OneLine.of("x".repeat(499) + "😀😀")).isEqualTo("x".repeat(499) + "😀...");
  }

  @Property
  void anyText_becomesOneShortLineWithNothingUnseen(@ForAll String text) {
    String line = OneLine.of(text);

    assertThat(line.length()).isLessThanOrEqualTo(520);
    assertThat(line.codePoints().map(Character::getType))
        .doesNotContain(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR,
            (int) Character.SURROGATE);
  }
}
