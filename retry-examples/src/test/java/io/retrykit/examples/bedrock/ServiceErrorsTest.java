package io.retrykit.examples.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelTimeoutException;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** How scripted errors and refusals look to the real client. */
class ServiceErrorsTest {
  @AutoClose
  final EmbeddedBedrock server = EmbeddedBedrock.start();

  @AutoClose
  final Caller caller = Caller.patient(server);

  static Stream<Arguments> errors() {
    return Stream.of(
        arguments(429, "ThrottlingException", ThrottlingException.class, true),
        arguments(400, "ThrottlingException", ThrottlingException.class, true),
        arguments(429, "ModelNotReadyException", ModelNotReadyException.class, true),
        arguments(429, "TooManyRequestsException", BedrockRuntimeException.class, true),
        arguments(
            400, "ProvisionedThroughputExceededException", BedrockRuntimeException.class, true),
        arguments(400, "RequestLimitExceeded", BedrockRuntimeException.class, true),
        arguments(503, "ServiceUnavailableException", ServiceUnavailableException.class, false),
        arguments(500, "InternalServerException", InternalServerException.class, false),
        arguments(408, "ModelTimeoutException", ModelTimeoutException.class, false),
        arguments(424, "ModelErrorException", ModelErrorException.class, false),
        arguments(400, "ServiceQuotaExceededException", ServiceQuotaExceededException.class, false),
        arguments(400, "ValidationException", ValidationException.class, false),
        arguments(403, "AccessDeniedException", AccessDeniedException.class, false));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void error_ofTheService_surfacesAsItsClass(
      int status,
      String type,
      Class<? extends BedrockRuntimeException> expected,
      boolean throttle) {
    server.enqueue(Reply.error(status, type, "as scripted"));

    BedrockRuntimeException failure = failure();

    assertThat(failure).isExactlyInstanceOf(expected);
    assertThat(failure.statusCode()).isEqualTo(status);
    assertThat(failure.awsErrorDetails().errorCode()).isEqualTo(type);
    assertThat(failure.awsErrorDetails().errorMessage()).isEqualTo("as scripted");
    assertThat(failure.isThrottlingException()).isEqualTo(throttle);
    assertThat(failure.requestId()).isEqualTo("00000000-0000-0000-0000-000000000001");
  }

  @Test
  void error_withALongType_isKnownByItsFirstPart() {
    server.enqueue(Reply.error(429, "ThrottlingException:http://internal.amazon.com/", "slow"));

    assertThat(failure()).isExactlyInstanceOf(ThrottlingException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void status_withoutErrorType_surfacesWithoutErrorCode(int status) {
    server.enqueue(Reply.status(status));

    BedrockRuntimeException failure = failure();

    assertThat(failure).isExactlyInstanceOf(BedrockRuntimeException.class);
    assertThat(failure.statusCode()).isEqualTo(status);
    assertThat(failure.awsErrorDetails().errorCode()).isNull();
    assertThat(failure.isThrottlingException()).isEqualTo(status == 429);
  }

  @Test
  void error_shorthands_surfaceAsTheirClasses() {
    server.enqueue(Reply.throttled(), Reply.serviceUnavailable(), Reply.internalServerError());

    assertThat(failure())
        .isExactlyInstanceOf(ThrottlingException.class)
        .hasMessageStartingWith("Too many requests, please wait before trying again.");
    assertThat(failure()).isExactlyInstanceOf(ServiceUnavailableException.class);
    assertThat(failure()).isExactlyInstanceOf(InternalServerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "0.5", "Fri, 31 Dec 2027 23:59:59 GMT", "soon"})
  void retryAfter_ofAnyKind_isReadableFromTheException(String value) {
    server.enqueue(Reply.throttled().retryAfter(value));

    assertThat(failure().awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Retry-After"))
        .contains(value);
  }

  @Test
  void retryAfter_belowZero_breaksTheClientEvenWithoutRetries() {
    server.enqueue(Reply.throttled().retryAfter("-3"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> caller.ask("a"))
        .withMessage("suggestedDelay must not be negative");
  }

  @Test
  void error_thenNothing_leavesTheConnectionUsable() {
    server.enqueue(Reply.throttled());

    assertThat(failure()).isInstanceOf(ThrottlingException.class);
    assertThat(caller.ask("again")).isEqualTo("You asked: again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"messages\": [", "", "[]", "{} {}", "\"text\""})
  void invoke_withABodyThatIsNoJsonObject_isRefused(String body) {
    BedrockRuntimeException failure = failure(Caller.MODEL, body);

    assertThat(failure).isExactlyInstanceOf(ValidationException.class);
    assertThat(failure.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-9", "xx.anthropic.claude", "anthropic", "anthropicXclaude"})
  void invoke_ofAnUnknownModel_isRefused(String model) {
    BedrockRuntimeException failure = failure(model, "{}");

    assertThat(failure).isExactlyInstanceOf(ResourceNotFoundException.class);
    assertThat(failure.statusCode()).isEqualTo(404);
    assertThat(failure).hasMessageContaining(model);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anthropic.claude-3-haiku-20240307-v1:0",
        "eu.anthropic.claude-sonnet-4-20250514-v1:0",
        "global.anthropic.claude-sonnet-4-20250514-v1:0",
        "amazon.nova-micro-v1:0"
      })
  void invoke_ofAKnownModel_isAnswered(String model) {
    caller.invoke(model, "{}");

    assertThat(server.requests()).extracting(ReceivedRequest::modelId).containsExactly(model);
  }

  @Test
  void invoke_refused_isRecordedButTakesNothingFromTheQueue() {
    server.enqueue(Reply.text("queued"));

    assertThat(failure("gpt-9", "{}")).isInstanceOf(ResourceNotFoundException.class);
    assertThat(server.requestCount()).isEqualTo(1);
    assertThat(caller.ask("a")).isEqualTo("queued");
  }

  @Test
  void respondWith_aFunctionThatThrows_failsTheCallAndTellsWhy() {
    server.respondWith(request -> {
      throw new IllegalStateException("out of ideas");
    });

    assertThat(failure())
        .isExactlyInstanceOf(InternalServerException.class)
        .hasMessageContaining("out of ideas");
  }

  private BedrockRuntimeException failure() {
    return failure(Caller.MODEL, Caller.body("a"));
  }

  private BedrockRuntimeException failure(String model, String body) {
    return catchThrowableOfType(BedrockRuntimeException.class, () -> caller.invoke(model, body));
  }
}
