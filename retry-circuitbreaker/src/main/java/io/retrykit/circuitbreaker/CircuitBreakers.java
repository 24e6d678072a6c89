package io.retrykit.circuitbreaker;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.KeyLimits;
import io.retrykit.guard.Registry;
import io.retrykit.spi.OneLine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A breaker for each key (host, model id, tenant), made when its key is first asked for, by
 * {@link CircuitBreakerBuilder#perKey}. As a {@link Guard} it asks the breaker of the request's key. Bounded and
 * forgetful, as {@link Registry} says: it holds breakers, never what they were used for. A key that was dropped starts
 * closed; choose an idle time longer than a breaker stays open, and room for more keys than are in use at once. Safe
 * for use by many threads.
 *
 * <p>A state set by hand ({@link CircuitBreaker#forceOpen}, {@link CircuitBreaker#disable}) goes with its key when that
 * is dropped. Ask {@link #get} each time: a reference that is kept counts as no use of the key, and in the end is not
 * the breaker that others get.
 */
public final class CircuitBreakers implements Guard {
  private final String name;
  private final Settings settings;
  private final Registry<CircuitBreaker> breakers;

  CircuitBreakers(String name, Settings settings, KeyLimits limits) {
    this.name = name;
    this.settings = settings;
    this.breakers = Registry.of(this::make, Objects.requireNonNull(limits, "limits"));
  }

  private CircuitBreaker make(String key) {
    return new CircuitBreaker(name + '[' + OneLine.of(key) + ']', settings);
  }

  /** Returns the breaker of a key; one and the same for all who ask, as long as it is in use. */
  public CircuitBreaker get(String key) {
    return breakers.get(Objects.requireNonNull(key, "key"));
  }

  /** Returns the breaker of a key if there is one; does not count as a use. */
  public Optional<CircuitBreaker> find(String key) {
    return Optional.ofNullable(breakers.find(key));
  }

  /** Returns the keys that have a breaker; a snapshot. */
  public Set<String> keys() {
    return breakers.keys();
  }

  /** Returns a snapshot of each breaker, in the order of their keys. */
  public List<CircuitSnapshot> snapshots() {
    return breakers.keys().stream()
        .sorted()
        .flatMap(key -> find(key).stream())
        .map(CircuitBreaker::snapshot)
        .toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean timed() {
    return settings.watchesSlowness();
  }

  @Override
  public Admission admit(AdmissionRequest request) {
    CircuitBreaker breaker = breakers.get(request.key());
    Admission answer = breaker.admit(request);
    return answer.isGranted()
        ? answer
        : Admission.refused(
            answer.reason(), answer.retryAfterNanos(), new Refusal(breaker, answer));
  }

  private record Refusal(CircuitBreaker breaker, Admission answer) {}

  @Override
  public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
    if (lease instanceof Lease held) {
      held.breaker().succeeded(held, result, nanos);
    }
  }

  @Override
  public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
    if (lease instanceof Lease held) {
      held.breaker().failed(held, outcome, verdict, nanos);
    }
  }

  @Override
  public void abandoned(@Nullable Object lease) {
    if (lease instanceof Lease held) {
      held.neither();
    }
  }

  @Override
  public AttemptRefusedException refusal(Admission refusal, @Nullable Throwable lastFailure) {
    return refusal.lease() instanceof Refusal known
        ? known.breaker.refusal(known.answer, lastFailure)
        : Guard.super.refusal(refusal, lastFailure);
  }

  @Override
  public String toString() {
    return name + ", for each of " + breakers.keys().size() + " keys";
  }
}
