package io.retrykit.throttle;

import io.retrykit.failure.Causes;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.throttle.hint.ServerHint;
import io.retrykit.throttle.shape.Signal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Rate limits by the exceptions that somebody has named, in place of finding them. What the server says in the headers
 * of such an exception, or of one of its causes, is heard all the same. Immutable.
 */
final class NamedTypes implements Classifier {
  private final List<Class<? extends Throwable>> types;
  private final InstantSource clock;

  NamedTypes(List<Class<? extends Throwable>> types, InstantSource clock) {
    this.types = List.copyOf(types);
    this.clock = clock;
  }

  @Override
  public Verdict classify(Throwable failure) {
    if (!Causes.anyMatch(failure, this::isNamed)) {
      return Verdict.noOpinion();
    }
    Instant now = clock.instant();
    ServerHint[] heard = {ServerHint.NONE};
    Causes.anyMatch(failure, link -> {
      heard[0] = ServerHint.read(Signal.of(link).headers(), now);
      return heard[0] != ServerHint.NONE;
    });
    return heard[0].applyTo(Verdict.throttled());
  }

  private boolean isNamed(Throwable link) {
    return types.stream().anyMatch(type -> type.isInstance(link));
  }

  @Override
  public boolean judges(Class<?> type) {
    return false;
  }

  @Override
  public String toString() {
    return types.stream().map(Class::getSimpleName).toList().toString();
  }
}
