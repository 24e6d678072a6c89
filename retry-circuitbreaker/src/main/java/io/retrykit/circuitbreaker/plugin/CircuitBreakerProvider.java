package io.retrykit.circuitbreaker.plugin;

import io.retrykit.guard.Guard;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.ProviderSettings;

/**
 * Circuit breakers for configured policies: {@code claude.guards = circuit-breaker}, with
 * {@code claude.circuit-breaker.failure-rate = 25}. All keys may be left out.
 *
 * <p>When it opens: {@code consecutive-failures}; or {@code failures} and {@code of-calls}; or by rates, over the last
 * {@code window-calls} (100) or a {@code window-time} in {@code window-buckets} (10), from {@code failure-rate} (50)
 * on, once there are {@code minimum-calls} (20), and from {@code slow-call-rate} on of calls that take longer than
 * {@code slow-call-threshold} (these two go together).
 *
 * <p>How it comes back: {@code open-time} (30s), times {@code open-time-growth} at each re-opening up to
 * {@code open-time-max} (ten times the open time), spread by {@code open-time-jitter} (0: not at all; 0.2: by a fifth
 * to both sides); {@code probes} (3; 1 where failures are counted), {@code success-threshold}, {@code lease-time} (1m).
 *
 * <p>What counts: {@code failure-on} (class names, all if not set), {@code ignore} (class names),
 * {@code ignore-rate-limits} (false). The first two look at causes too.
 *
 * <p>How many there are: with {@code per-key = true} (false) one for each key of a request, {@code max-keys} (10000) at
 * most, each dropped when nobody has used it for {@code idle} (10m).
 */
public final class CircuitBreakerProvider implements GuardProvider {
  static final String NAME = "circuit-breaker";

  /** Called by the service loader. */
  public CircuitBreakerProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Guard create(ProviderSettings settings) {
    return new BreakerReader(settings).read();
  }
}
