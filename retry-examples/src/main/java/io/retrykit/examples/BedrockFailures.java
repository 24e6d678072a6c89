package io.retrykit.examples;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Which failures of Bedrock pass by themselves. The SDK's own {@code retryable()} is no help: it is false even for what
 * the SDK itself would retry.
 */
final class BedrockFailures {
  private BedrockFailures() {}

  static boolean isTransient(Throwable failure) {
    if (failure instanceof AwsServiceException service) {
      int status = service.statusCode();
      return service.isThrottlingException() || status == 408 || status == 424 || status >= 500;
    }
    return failure instanceof SdkClientException; // refused, reset, timed out
  }
}
