package io.retrykit.examples.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

  @Test
  void reply_madeTwiceAlike_isEqual() {
    Reply one = Reply.throttled().retryAfter("7").after(Duration.ofSeconds(1));
    Reply two = Reply.throttled().after(Duration.ofSeconds(1)).header("retry-after", "7");

    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
    assertThat(one).isNotEqualTo(Reply.throttled());
    assertThat(Reply.reset()).isEqualTo(Reply.reset()).isNotEqualTo(Reply.close());
  }

  @Test
  void with_aHeaderOrADelay_leavesTheFirstReplyAsItWas() {
    Reply plain = Reply.throttled();

    Reply changed = plain.retryAfter("1").after(Duration.ofSeconds(1));

    assertThat(plain).isEqualTo(Reply.throttled()).isNotEqualTo(changed);
  }

  @Test
  void after_givenTwice_keepsTheLast() {
    assertThat(Reply.echo().after(Duration.ofDays(1)).after(Duration.ofDays(2)))
        .isEqualTo(Reply.echo().after(Duration.ofDays(2)));
  }

  @Test
  void toolUse_withoutAnObject_isRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.toolUse("calculator", "[1]"))
        .withMessage("input must be a JSON object, was [1]");
  }

  @Test
  void toString_ofAReply_tellsItsParts() {
    assertThat(Reply.status(503).retryAfter("7").after(Duration.ofSeconds(2)))
        .hasToString("BareStatus[status=503] with {retry-after=7} after PT2S");
  }

  @Test
  void header_onAReplyThatSendsNone_isRejected() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Reply.reset().retryAfter("1"))
        .withMessage("Reset[] sends no headers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "transfer-encoding", "", "a b", "a:b"})
  void header_withANameAScriptMayNotUse_isRejected(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.throttled().header(name, "1"));
  }

  @Test
  void header_withALineBreakInItsValue_isRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.throttled().retryAfter("1\r\nx: y"));
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.error(429, "A\r\nx: y", "slow"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 399, 600})
  void error_withAStatusThatIsNone_isRejected(int status) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.error(status, "ThrottlingException", "slow"))
        .withMessage("status must be 400 to 599, was " + status);
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.status(status));
  }

  @Test
  void numbers_belowZero_areRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.cutBody(-1))
        .withMessage("bytes must be zero or more, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.echo().after(Duration.ofNanos(-1)))
        .withMessage("delay must be zero or more, was PT-0.000000001S");
  }
}
