package consumer;

import static consumer.Flaky.expect;

import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.throttle.RateLimits;
import io.retrykit.time.VirtualTimebase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** All five with the AWS SDK beside them: its exceptions are recognised, and the pauses it was told of are kept. */
final class Main {
  public static void main(String[] arguments) throws Exception {
    VirtualTimebase time = VirtualTimebase.create();
    RetryPolicy preset = RateLimits.policy().toBuilder().jitter(false).timebase(time).build();
    Flaky<RuntimeException> flaky = new Flaky<>(Main::throttled);
    flaky.answered(Retry.with(preset).call(flaky));
    expect(Duration.ofSeconds(14), time.elapsed()); // 7 twice, not 2 and 4

    RetryPolicy guarded = Policies.load(Path.of(arguments[0])).get("guarded");
    Flaky<RuntimeException> elsewhere = new Flaky<>(() -> ThrottlingException.builder().statusCode(429).build());
    elsewhere.answered(
        AsyncRetry.with(guarded).callBlocking(elsewhere, Runnable::run).get(10, TimeUnit.SECONDS));

    int[] attempts = {0};
    try {
      Retry.with(guarded).call(() -> {
        attempts[0]++;
        throw ValidationException.builder().statusCode(400).build();
      });
    } catch (ValidationException incurable) {
      expect(1, attempts[0]); // though the policy retries any exception
    }
  }

  private static RuntimeException throttled() {
    return ThrottlingException.builder()
        .statusCode(429)
        .awsErrorDetails(AwsErrorDetails.builder()
            .errorCode("ThrottlingException")
            .sdkHttpResponse(
                SdkHttpResponse.builder().statusCode(429).putHeader("Retry-After", "7").build())
            .build())
        .build();
  }
}
