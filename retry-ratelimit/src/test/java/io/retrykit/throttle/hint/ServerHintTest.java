package io.retrykit.throttle.hint;

import static io.retrykit.throttle.hint.Hints.floor;
import static io.retrykit.throttle.hint.Hints.read;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.retrykit.throttle.hint.ServerHint.Ask;
import io.retrykit.throttle.hint.ServerHint.Timing;
import io.retrykit.time.Nanos;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether and when: which header counts, and what the others no longer say. */
class ServerHintTest {
  private static final String PUSHBACK = "grpc-retry-pushback-ms";

  @Test
  void read_nothing_isNone() {
    assertThat(read()).isSameAs(ServerHint.NONE);
    assertThat(read("Content-Type", "text/plain")).isSameAs(ServerHint.NONE);
    assertThat(ServerHint.read(HeaderSource.NONE, Hints.NOW)).isSameAs(ServerHint.NONE);
  }

  @Test
  void shouldRetry_withATime_keepsBoth() {
    assertThat(read("X-Should-Retry", "true", "Retry-After", "2"))
        .isEqualTo(new ServerHint(Ask.RETRY, Timing.FLOOR, 2_000_000_000L, "retry-after"));
    assertThat(read("x-should-retry", " true "))
        .isEqualTo(new ServerHint(Ask.RETRY, Timing.NONE, 0, "x-should-retry"));
    assertThat(read("x-should-retry", "false", "retry-after", "2"))
        .isEqualTo(new ServerHint(Ask.STOP, Timing.FLOOR, 2_000_000_000L, "x-should-retry"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "True", "FALSE", "yes", "1", "0", "true,true", "false;q=1", "truе"})
  void shouldRetry_otherSpellings_sayNothing(String value) {
    assertThat(read("x-should-retry", value)).isSameAs(ServerHint.NONE);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "' 25\t', 25", "007, 7", "2147483647, 2147483647"})
  void pushback_thirtyTwoBits_isExact(String value, long millis) {
    assertThat(read(PUSHBACK, value, "retry-after", "9", "x-should-retry", "true"))
        .isEqualTo(new ServerHint(Ask.RETRY, Timing.PUSHBACK, millis * 1_000_000, PUSHBACK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-1", "+1", "1.5", "1e3", "2147483648", "abc", "٣", "1,2", "5ms"})
  void pushback_anythingElse_stops(String value) {
    assertThat(read(PUSHBACK, value)).isEqualTo(new ServerHint(Ask.STOP, Timing.NONE, 0, PUSHBACK));
    assertThat(read(PUSHBACK, value, "x-should-retry", "true").ask()).isEqualTo(Ask.STOP);
    assertThat(read(PUSHBACK, value, "retry-after", "2"))
        .isEqualTo(new ServerHint(Ask.STOP, Timing.FLOOR, 2_000_000_000L, PUSHBACK));
  }

  @Test
  void pushback_longerThanAnyHeader_stops() {
    assertThat(read(PUSHBACK, "9".repeat(5_000)).ask()).isEqualTo(Ask.STOP);
    assertThat(read(PUSHBACK, "x".repeat(5_000)).ask()).isEqualTo(Ask.STOP);
  }

  /** Each is malformed in turn, and the next one speaks. */
  @Test
  void floors_inTheOrderOfTheirAuthority() {
    String[] headers = {
      "Retry-After-Ms", "100",
      "X-Amz-Retry-After", "200",
      "Retry-After", "3",
      "anthropic-ratelimit-requests-remaining", "0",
      "anthropic-ratelimit-requests-reset", "2026-06-01T12:00:04Z",
      "anthropic-ratelimit-unified-reset", "" + (Hints.NOW.getEpochSecond() + 5),
      "x-ratelimit-remaining-tokens", "0",
      "x-ratelimit-reset-tokens", "6s",
      "x-ratelimit-remaining", "0",
      "x-ratelimit-reset", "7",
      "RateLimit", "\"default\";r=0;t=8",
      "RateLimit-Remaining", "0",
      "RateLimit-Reset", "9"
    };
    assertThat(read(headers)).isEqualTo(floor(ofMillis(100), "retry-after-ms"));
    headers[1] = "soon";
    assertThat(read(headers)).isEqualTo(floor(ofMillis(200), "x-amz-retry-after"));
    headers[3] = "soon";
    assertThat(read(headers)).isEqualTo(floor(ofSeconds(3), "retry-after"));
    headers[5] = "soon";
    assertThat(read(headers)).isEqualTo(floor(ofSeconds(4), "anthropic-ratelimit-requests-reset"));
    headers[9] = "soon";
    assertThat(read(headers)).isEqualTo(floor(ofSeconds(5), "anthropic-ratelimit-unified-reset"));
    headers[11] = "soon";
    assertThat(read(headers)).isEqualTo(floor(ofSeconds(6), "x-ratelimit-reset-tokens"));
    headers[15] = "soon";
    assertThat(read(headers)).isEqualTo(floor(ofSeconds(7), "x-ratelimit-reset"));
    headers[19] = "soon";
    assertThat(read(headers)).isEqualTo(floor(ofSeconds(8), "ratelimit"));
    headers[21] = "soon";
    assertThat(read(headers)).isEqualTo(floor(ofSeconds(9), "ratelimit-reset"));
    headers[25] = "soon";
    assertThat(read(headers)).isSameAs(ServerHint.NONE);
  }

  @Test
  void read_sourceThatThrows_takesTheHeaderForAbsent() {
    HeaderSource source = name -> switch (name) {
      case "retry-after-ms" -> throw new IllegalStateException("broken");
      case "x-amz-retry-after" -> throw new NoClassDefFoundError("broken");
      case PUSHBACK -> throw new StackOverflowError("broken");
      case "retry-after" -> "5";
      default -> null;
    };
    assertThat(ServerHint.read(source, Hints.NOW)).isEqualTo(floor(ofSeconds(5), "retry-after"));
    HeaderSource broken = name -> {
      throw new IllegalStateException(name);
    };
    assertThat(ServerHint.read(broken, Hints.NOW)).isSameAs(ServerHint.NONE);
  }

  @Test
  void read_asksForEachName_onceAtMost_inLowerCase() {
    for (String value : new @Nullable String[] {null, "", "0", "Mon, 01 Jun 2026 12:00:10 GMT"}) {
      List<String> asked = new ArrayList<>();
      HeaderSource source = name -> {
        asked.add(name);
        return value;
      };
      ServerHint.read(source, Hints.NOW);
      assertThat(asked).doesNotHaveDuplicates().isSubsetOf(FuzzedHeaders.NAMES);
      assertThat(asked).allSatisfy(name -> assertThat(name).isLowerCase());
    }
  }

  @Test
  void value_longerThanFourThousand_isIgnored() {
    String longest = "0".repeat(4_095) + "7";
    assertThat(read("retry-after", longest)).isEqualTo(floor(ofSeconds(7), "retry-after"));
    assertThat(read("retry-after", "0" + longest)).isSameAs(ServerHint.NONE);
  }

  @Test
  void numbers_tooLong_areForever() {
    String digits = "9".repeat(35);
    for (String header : new String[] {"retry-after", "retry-after-ms", "x-amz-retry-after"}) {
      assertThat(read(header, digits)).isEqualTo(floor(ofNanos(Nanos.FOREVER), header));
    }
    assertThat(read("anthropic-ratelimit-unified-reset", digits).nanos()).isEqualTo(Nanos.FOREVER);
    assertThat(read("x-ratelimit-remaining", "0", "x-ratelimit-reset", digits).nanos())
        .isEqualTo(Nanos.FOREVER);
    assertThat(read("ratelimit", "\"a\";r=0;t=" + digits).nanos()).isEqualTo(Nanos.FOREVER);
    assertThat(read("ratelimit-remaining", "0", "ratelimit-reset", digits).nanos())
        .isEqualTo(Nanos.FOREVER);
  }

  @Test
  void read_clockAtTheEdgeOfTime_doesNotOverflow() {
    Map<String, String> past = Map.of("retry-after", "Sunday, 06-Nov-94 08:49:37 GMT");
    assertThat(ServerHint.read(HeaderSource.of(past), Instant.MIN))
        .isEqualTo(floor(ofNanos(Nanos.FOREVER), "retry-after"));
    assertThat(ServerHint.read(HeaderSource.of(past), Instant.MAX))
        .isEqualTo(floor(ZERO, "retry-after"));
    Map<String, String> epoch = Map.of("anthropic-ratelimit-unified-reset", "31556889864403200");
    assertThat(ServerHint.read(HeaderSource.of(epoch), Instant.MAX).nanos())
        .isEqualTo(Nanos.FOREVER);
  }

  @Test
  void hint_byHand_isChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerHint(Ask.UNSAID, Timing.FLOOR, -1, "retry-after"))
        .withMessage("nanos must be zero or more, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerHint(Ask.UNSAID, Timing.NONE, 1, ""))
        .withMessage("nanos must be zero without a timing, was 1");
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"})
  void read_null_isRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> ServerHint.read(null, Hints.NOW))
        .withMessage("headers");
    assertThatNullPointerException()
        .isThrownBy(() -> ServerHint.read(HeaderSource.NONE, null))
        .withMessage("now");
  }
}
