package io.retrykit.examples;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitBreakers;
import io.retrykit.circuitbreaker.CircuitSnapshot;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.KeyLimits;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** What the README says of circuit breakers, compiled. */
final class BreakerRecipes {
  private BreakerRecipes() {}

  static String inside(QuickStart.Model model, String prompt) throws TimeoutException {
    // readme: begin
    CircuitBreaker breaker = CircuitBreaker.of("claude"); // one for all who call the service
    Retry retry = Retry.with(RetryPolicy.builder().maxAttempts(5).guard(breaker).build());

    String text = retry.call(() -> model.invoke(prompt)); // each attempt asks, and counts
    // readme: end
    return text;
  }

  static String around(CircuitBreaker breaker, Retry retry, QuickStart.Model model, String prompt)
      throws TimeoutException {
    // readme: begin
    String text = breaker.call(() -> retry.call(() -> model.invoke(prompt)));
    // readme: end
    return text;
  }

  static CircuitBreaker settings() {
    // readme: begin
    CircuitBreaker breaker = CircuitBreaker.builder("claude")
        .timeWindow(ofSeconds(30)) // or countWindow(100), consecutiveFailures(5), failures(5, 10)
        .failureRate(50)
        .minimumCalls(20)
        .slowCalls(ofSeconds(20), 80) // open as well when 80 % take longer than 20 s
        .openTime(Backoff.exponential(ofSeconds(5), 2, ofMinutes(2)).jittered(Jitter.equal()))
        .probes(3)
        .ignore(ValidationException.class) // our mistake, not the service's
        .ignoreRateLimits()
        .build();
    // readme: end
    return breaker;
  }

  static CircuitBreakers perKey(String modelId, QuickStart.Model model, String prompt)
      throws TimeoutException {
    // readme: begin
    CircuitBreakers models = CircuitBreaker.builder("models").perKey(KeyLimits.defaults());
    Retry retry = Retry.with(RetryPolicy.builder().guard(models).build());

    retry.forKey(modelId).call(() -> model.invoke(prompt));
    // readme: end
    return models;
  }

  static CircuitSnapshot watched(Consumer<String> dashboard) {
    // readme: begin
    CircuitBreaker breaker = CircuitBreaker.builder("claude")
        .listener(step -> dashboard.accept(step.breaker() + " is " + step.to()))
        .build();
    CircuitSnapshot now = breaker.snapshot(); // state, counts, rates, refusals, since when
    // readme: end
    breaker.open();
    return now;
  }

  static CompletableFuture<InvokeModelResponse> async(
      CircuitBreaker breaker, BedrockRuntimeAsyncClient client, InvokeModelRequest request) {
    // readme: begin
    CompletableFuture<InvokeModelResponse> answer =
        breaker.callAsync(() -> client.invokeModel(request));
    // readme: end
    return answer;
  }

  /** A client that calls back: exactly one of these, once. */
  interface Callback {
    void answered(String text);

    void failed(Exception failure);

    void cancelled();
  }

  /** What calls back. */
  interface CallbackClient {
    void send(String prompt, Callback callback);
  }

  static void callbacks(CircuitBreaker breaker, CallbackClient client, String prompt) {
    // readme: begin
    Admission grant = breaker.admit(AdmissionRequest.first("", 1, Nanos.FOREVER));
    if (!grant.isGranted()) {
      throw breaker.refusal(grant, null);
    }
    client.send(prompt, new Callback() {
      @Override
      public void answered(String text) {
        breaker.succeeded(grant.lease(), text, Admission.UNKNOWN);
      }

      @Override
      public void failed(Exception failure) {
        breaker.failed(
            grant.lease(), Outcome.ofFailure(failure), Verdict.noOpinion(), Admission.UNKNOWN);
      }

      @Override
      public void cancelled() {
        breaker.abandoned(grant.lease()); // neither success nor failure
      }
    });
    // readme: end
  }

  static void byHand(CircuitBreaker breaker) {
    // readme: begin
    breaker.forceOpen(); // no calls until somebody says otherwise; openFor(d): for a time
    breaker.disable(); // all calls go through; metricsOnly(): and are counted
    breaker.reset(); // closed, with nothing counted
    // readme: end
  }
}
