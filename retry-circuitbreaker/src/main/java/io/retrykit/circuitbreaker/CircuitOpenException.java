package io.retrykit.circuitbreaker;

import io.retrykit.call.AttemptRefusedException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call was not made because a circuit breaker is open, or half-open with all its probes under way. Never retried,
 * as every refusal; a retry policy that waits when refused waits for {@link #retryAfter}.
 */
public final class CircuitOpenException extends AttemptRefusedException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final CircuitState state;

  CircuitOpenException(
      String breaker,
      CircuitState state,
      String reason,
      @Nullable Duration remaining,
      @Nullable Throwable cause) {
    super(breaker, reason, remaining, cause);
    this.state = state;
  }

  /** Returns the name of the breaker. */
  public String breaker() {
    return guard();
  }

  /** Returns the state it was in. */
  public CircuitState state() {
    return state;
  }

  /**
   * Returns the time until the next call may be granted, from the refusal: what is left of the open time; for a
   * half-open breaker a time after which asking makes sense. Empty if the breaker is forced open. The same as
   * {@link #retryAfter}.
   */
  public Optional<Duration> remaining() {
    return retryAfter();
  }
}
