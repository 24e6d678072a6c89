package io.retrykit.circuitbreaker.plugin;

import io.retrykit.guard.Guard;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.ProviderSettings;

/** Circuit breakers for configured policies: {@code claude.guards = circuit-breaker}. */
public final class CircuitBreakerProvider implements GuardProvider {
  /** Called by the service loader. */
  public CircuitBreakerProvider() {}

  @Override
  public String name() {
    return "circuit-breaker";
  }

  @Override
  public Guard create(ProviderSettings settings) {
    return io.retrykit.circuitbreaker.CircuitBreaker.of(settings.policy() + "." + name());
  }
}
