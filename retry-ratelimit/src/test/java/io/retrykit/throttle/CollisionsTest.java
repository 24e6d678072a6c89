package io.retrykit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import java.io.Serial;
import java.util.List;
import java.util.Map;
import javax.naming.LimitExceededException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 17.1: names and numbers that mean something else where they come from. */
class CollisionsTest {
  private final Classifier classifier = RateLimits.classifier();

  /** A directory's answer was too long. */
  @Test
  void classOfTheJdk_withTheNameOfACode_isNone() {
    assertThat(RateLimits.isRateLimit(new LimitExceededException("too big"))).isFalse();
  }

  /** No pause makes a message smaller. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gRPC message exceeds maximum size 4194304: 5000000",
        "Decompressed gRPC message exceeds maximum size 4194304",
        "grpc: received message larger than max (5000000 vs. 4194304)",
        "Received message exceeds the maximum configured message size."
      })
  void grpc_messageThatIsTooLarge_isHopeless(String description) {
    Throwable failure = Status.RESOURCE_EXHAUSTED.withDescription(description).asRuntimeException();

    assertThat(RateLimits.isRateLimit(failure)).isFalse();
    assertThat(classifier.classify(failure).reason()).isEqualTo("the request itself is refused");
  }

  /** Has a number for a code. */
  public static class Coded extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int code;

    Coded(int code) {
      super("4.3.2 shutting down");
      this.code = code;
    }

    /** Of a mail server, or of HTTP. */
    public int getCode() {
      return code;
    }
  }

  /** The same with headers. */
  public static final class CodedResponse extends Coded {
    @Serial
    private static final long serialVersionUID = 1L;

    CodedResponse(int code) {
      super(code);
    }

    /** As most clients call it. */
    public Map<String, String> getHeaders() {
      return Map.of();
    }
  }

  @Test
  void bareCode_isAStatusOnlyBesideAResponse() {
    assertThat(classifier.classify(new Coded(421))).isSameAs(Verdict.noOpinion());
    assertThat(classifier.classify(new Coded(429))).isSameAs(Verdict.noOpinion());
    assertThat(classifier.classify(new CodedResponse(429))).isEqualTo(Verdict.throttled());
  }

  /** A line of a table. */
  public record Csv(int code, List<String> headers) {}

  /** The same, where it is beyond doubt a status. */
  public record Table(int statusCode, List<String> headers) {}

  /** A response. */
  public record Answer(int code, Map<String, String> headers) {}

  @Test
  void headersWithoutNames_makeNoResponse() {
    assertThat(classifier.judges(Csv.class)).isFalse();
    assertThat(classifier.judges(Table.class)).isFalse();
    assertThat(classifier.judges(Answer.class)).isTrue();
    assertThat(classifier.classifyResult(new Csv(429, List.of()))).isSameAs(Verdict.noOpinion());
    assertThat(classifier.classifyResult(new Answer(429, Map.of()))).isEqualTo(Verdict.throttled());
  }
}
