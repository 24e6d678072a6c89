package io.retrykit.throttle;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What error codes mean: those of AWS, the union over its SDKs (botocore, Rust, Go, JavaScript, Kotlin, PHP, Ruby, .NET,
 * Java), of Amazon Bedrock's runtime, of gRPC, and of the OpenAI and Anthropic APIs. Case does not matter: a stream
 * event spells them otherwise than a response.
 */
final class ErrorCodes {
  private static final List<String> THROTTLED = List.of(
      "Throttling",
      "ThrottlingException",
      "ThrottledException",
      "RequestThrottledException",
      "TooManyRequestsException",
      "ProvisionedThroughputExceededException",
      "TransactionInProgressException",
      "RequestLimitExceeded",
      "BandwidthLimitExceeded",
      "LimitExceededException",
      "RequestThrottled",
      "SlowDown",
      "PriorRequestNotComplete",
      "EC2ThrottledException",
      "ModelNotReadyException", // 429 at Bedrock, and so throttling, as in the AWS SDK for Java
      "RESOURCE_EXHAUSTED",
      "rate_limit_error",
      "rate_limit_exceeded");

  private static final List<String> TRANSIENT = List.of(
      "RequestTimeout",
      "RequestTimeoutException",
      "InternalError",
      "TimeoutError",
      "IDPCommunicationError",
      "InternalServerException",
      "InternalServerError",
      "ServiceUnavailableException",
      "ServiceUnavailable",
      "ModelTimeoutException",
      "ModelStreamErrorException", // the model broke off: another attempt may get through
      "ApiCallAttemptTimeoutException",
      "RequestTimeTooSkewed", // the clients correct their clock and sign anew
      "RequestExpired",
      "RequestInTheFuture",
      "UNAVAILABLE",
      "overloaded_error");

  private static final List<String> EXHAUSTED = List.of(
      "ServiceQuotaExceededException",
      "insufficient_quota",
      "billing_hard_limit_reached",
      "enforced_spend_limit_reached");

  private static final List<String> OTHER = List.of(
      "ApiCallTimeoutException", // the time for the whole call is over
      "AbortedException",
      "ModelErrorException",
      "InvalidSignatureException",
      "SignatureDoesNotMatch",
      "AuthFailure");

  private static final List<String> HOPELESS = List.of(
      "ValidationException",
      "AccessDeniedException",
      "ResourceNotFoundException",
      "ConditionalCheckFailedException");

  private static final Map<String, Kind> KINDS = kinds();

  /** What these call a limit or a service is none over HTTP: {@code javax.naming.LimitExceededException}. */
  private static final Pattern STANDARD = Pattern.compile("(?:java|javax|jakarta)\\.");

  /**
   * The code that a class is named after, "" if it is none. Looked up once for each class; kept with the class, so that
   * none is kept from being unloaded. Strings, since a {@link Kind} would keep our own loader where the class is the
   * JDK's, which outlives a redeployed application.
   */
  private static final ClassValue<String> NAMED = new ClassValue<>() {
    @Override
    protected String computeValue(Class<?> type) {
      String name = type.getName();
      String code = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1)
          .toLowerCase(Locale.ROOT);
      return KINDS.containsKey(code) && !STANDARD.matcher(name).lookingAt() ? code : "";
    }
  };

  private ErrorCodes() {}

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new HashMap<>();
    THROTTLED.forEach(code -> kinds.put(code.toLowerCase(Locale.ROOT), Kind.THROTTLED));
    TRANSIENT.forEach(code -> kinds.put(code.toLowerCase(Locale.ROOT), Kind.TRANSIENT));
    EXHAUSTED.forEach(code -> kinds.put(code.toLowerCase(Locale.ROOT), Kind.EXHAUSTED));
    OTHER.forEach(code -> kinds.put(code.toLowerCase(Locale.ROOT), Kind.OTHER));
    HOPELESS.forEach(code -> kinds.put(code.toLowerCase(Locale.ROOT), Kind.HOPELESS));
    return Map.copyOf(kinds);
  }

  /** Returns what a code means, whole and exact, once the name space and the address around it are off. */
  static Kind kind(String code) {
    return KINDS.getOrDefault(bare(code).toLowerCase(Locale.ROOT), Kind.UNKNOWN);
  }

  /**
   * Returns what the name of an exception's class means: most clients name it after the code. By the binary name:
   * {@code getSimpleName} wants to see the class around it, which a shrunk jar has not.
   */
  static Kind kind(Class<?> type) {
    return KINDS.getOrDefault(NAMED.get(type), Kind.UNKNOWN);
  }

  /** Tells whether a code leaves it to the words: gRPC's for the unknown, a mere number, or one that is such words itself. */
  static boolean isSilent(String code) {
    return code.equals("UNKNOWN")
        || code.chars().allMatch(Character::isDigit)
        || Phrases.isRateLimit(code);
  }

  /** {@code aws.protocoltests#Throttling}, {@code Throttling:http://...}, {@code Client.RequestLimitExceeded}. */
  private static String bare(String code) {
    int colon = code.indexOf(':');
    String named = colon < 0 ? code : code.substring(0, colon);
    String local = named.substring(named.indexOf('#') + 1).strip();
    return local.startsWith("Client.") || local.startsWith("Server.") ? local.substring(7) : local;
  }
}
