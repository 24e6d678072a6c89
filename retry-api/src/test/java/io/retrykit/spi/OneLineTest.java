package io.retrykit.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Serial;
import java.io.StringWriter;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
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

  @Test
  void arguments_areMadeFit_andTheFailureThatStandsLast_staysItself() {
    Exception failure = new IllegalStateException("plain", new RuntimeException("so is this"));

    assertThat(OneLine.all("a\nb", 7, null, failure, failure))
        .containsExactly("a\\nb", "7", "null", failure.toString(), failure);
  }

  @Test
  void failure_withABreakInItsWords_isStoodInFor_withItsTraces() {
    Exception cause = new IllegalStateException("cause\r\nERROR forged");
    Exception suppressed = new IllegalArgumentException("\u001b[31mred");
    Exception failure = new Exception("plain", cause);
    failure.addSuppressed(suppressed);

    Throwable fit = (Throwable) Objects.requireNonNull(OneLine.all(failure)[0]);

    assertThat(fit).hasToString("java.lang.Exception: plain");
    assertThat(fit.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(fit.getCause())
        .hasToString("java.lang.IllegalStateException: cause\\r\\nERROR forged");
    assertThat(Objects.requireNonNull(fit.getCause()).getStackTrace())
        .isEqualTo(cause.getStackTrace());
    assertThat(fit.getSuppressed())
        .singleElement()
        .hasToString("java.lang.IllegalArgumentException: \\u001b[31mred");
  }

  @Test
  void failures_inACircleOrWithoutEnd_areFollowedForAWhile() {
    Exception one = new Exception("one\n");
    Exception other = new Exception("other", one);
    one.initCause(other);

    assertThat(OneLine.all(one)).hasOnlyElementsOfType(Throwable.class);
    assertThat(printed(OneLine.all(one)[0])).contains("one\\n").contains("other");
    assertThat(printed(OneLine.all(new Endless())[0]).length()).isLessThan(100_000);
  }

  private static String printed(@Nullable Object failure) {
    StringWriter printed = new StringWriter();
    ((Throwable) Objects.requireNonNull(failure)).printStackTrace(new PrintWriter(printed));
    return printed.toString();
  }

  @Test
  void whatCannotTellItsWords_isToldByItsClass() {
    Mute mute = new Mute();

    assertThat(OneLine.all(mute, "b")).containsExactly(Mute.class.getName(), "b");
    assertThat(printed(OneLine.all(mute)[0])).startsWith(Mute.class.getName());
  }

  private static final class Mute extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("mute");
    }
  }

  private static final class Endless extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable getCause() {
      return new Endless();
    }
  }
}
