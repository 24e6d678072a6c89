package io.retrykit.spi;

import io.retrykit.guard.Guard;

/** Makes guards for configured policies: {@code claude.guards = circuit-breaker}. */
public interface GuardProvider extends Provider {
  /**
   * Makes a guard.
   *
   * @param settings what the configuration says below the guard's name
   * @throws IllegalArgumentException if a setting is wrong
   */
  Guard create(ProviderSettings settings);
}
