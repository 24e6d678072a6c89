package consumer;

import static consumer.Flaky.expect;

import io.retrykit.Retry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitOpenException;
import io.retrykit.config.Policies;
import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.GuardProvider;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.nio.file.Path;

/** With retry-circuitbreaker: a breaker by hand, and one from a file, which two failures open. */
final class Main {
  public static void main(String[] arguments) throws Exception {
    expect("circuit-breaker", Extensions.names(GuardProvider.class));

    CircuitBreaker breaker = CircuitBreaker.of("by hand");
    RetryPolicy policy = RetryPolicy.builder().timebase(VirtualTimebase.create()).guard(breaker).build();
    Flaky<IOException> flaky = new Flaky<>(() -> new IOException("down"));
    flaky.answered(Retry.with(policy).call(flaky));
    expect(2L, breaker.snapshot().failed());

    Retry read = Retry.with(Policies.load(Path.of(arguments[0])).get("broken"));
    Flaky<IOException> opens = new Flaky<>(() -> new IOException("down"));
    try {
      read.call(opens);
      throw new AssertionError("let through");
    } catch (CircuitOpenException open) {
      opens.answered(opens.call()); // two attempts were made, so this is the third
    }
  }
}
