package io.retrykit.examples;

import static java.time.Duration.ofSeconds;

import io.retrykit.Retry;
import io.retrykit.policy.RetryPolicy;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** The README's ten lines, compiled. */
public final class QuickStart {
  private QuickStart() {}

  /** Makes one call that keeps its checked exception. */
  public static String ask(String prompt, Model model) throws TimeoutException {
    // readme: begin
    RetryPolicy policy = RetryPolicy.builder()
        .name("claude")
        .maxAttempts(5)
        .initialDelay(ofSeconds(1))
        .retryOn(SdkException.class, TimeoutException.class)
        .onRetry((failure, attempt) -> System.out.println("attempt " + attempt + ": " + failure))
        .build();
    Retry retry = Retry.with(policy); // make it once, share it

    String text = retry.call(() -> model.invoke(prompt)); // throws what invoke throws
    // readme: end
    return text;
  }

  /** Anything that may fail. */
  @FunctionalInterface
  public interface Model {
    /** Answers a prompt. */
    String invoke(String prompt) throws TimeoutException;
  }
}
