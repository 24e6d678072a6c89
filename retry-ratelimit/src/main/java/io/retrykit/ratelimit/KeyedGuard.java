package io.retrykit.ratelimit;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.KeyLimits;
import io.retrykit.guard.Registry;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the guard of the request's key, and remembers in the lease which one that was. */
final class KeyedGuard implements Guard {
  private final String name;
  private final boolean timed;
  private final Registry<OneGuard> guards;
  private volatile boolean failOpen;

  KeyedGuard(
      String name, boolean timed, Function<String, ? extends Guard> maker, KeyLimits limits) {
    Objects.requireNonNull(maker, "maker");
    this.name = Objects.requireNonNull(name, "name");
    this.timed = timed;
    this.guards = Registry.of(key -> adopt(maker.apply(key)), limits);
  }

  private OneGuard adopt(Guard made) {
    if (made.timed() && !timed) { // the engine asks before there is any guard to ask
      throw new IllegalArgumentException(
          "maker must make guards that are not timed, or be given to timedGuard, made "
              + made.name());
    }
    failOpen = made.failOpen();
    return new OneGuard(made);
  }

  /** The guard of one key, and what it answered last: most guards answer the same all day. */
  private static final class OneGuard {
    final Guard guard;

    /** Written by any thread, read by any: it is immutable, and an old one is as good as a new one. */
    private @Nullable Memo last;

    OneGuard(Guard guard) {
      this.guard = guard;
    }

    Admission admit(AdmissionRequest request) {
      Admission given = guard.admit(request);
      Memo memo = last;
      if (memo != null && memo.given == given) {
        return memo.handedOn;
      }
      Admission handedOn = handOn(given);
      last = new Memo(given, handedOn);
      return handedOn;
    }

    private Admission handOn(Admission given) {
      return switch (given.kind()) {
        case GRANTED -> Admission.grantedAfter(new KeyLease(guard, given), given.waitNanos());
        case REFUSED ->
          Admission.refused(given.reason(), given.retryAfterNanos(), new KeyLease(guard, given));
        case PENDING -> Admission.pending(given.stage().thenApply(this::handOn));
      };
    }
  }

  private record Memo(Admission given, Admission handedOn) {}

  /** What was granted or refused, and by whom. */
  private record KeyLease(Guard guard, Admission given) {
    @Nullable
    Object lease() {
      return given.lease();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean timed() {
    return timed;
  }

  @Override
  public boolean failOpen() {
    return failOpen;
  }

  @Override
  public Admission admit(AdmissionRequest request) {
    return guards.get(request.key()).admit(request);
  }

  @Override
  public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
    if (lease instanceof KeyLease known) {
      known.guard.succeeded(known.lease(), result, nanos);
    }
  }

  @Override
  public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
    if (lease instanceof KeyLease known) {
      known.guard.failed(known.lease(), outcome, verdict, nanos);
    }
  }

  @Override
  public void abandoned(@Nullable Object lease) {
    if (lease instanceof KeyLease known) {
      known.guard.abandoned(known.lease());
    }
  }

  @Override
  public void released(@Nullable Object lease) {
    if (lease instanceof KeyLease known) {
      known.guard.released(known.lease());
    }
  }

  @Override
  public AttemptRefusedException refusal(Admission refusal, @Nullable Throwable lastFailure) {
    return refusal.lease() instanceof KeyLease known
        ? known.guard.refusal(known.given, lastFailure)
        : Guard.super.refusal(refusal, lastFailure);
  }

  @Override
  public String toString() {
    return name + ", for each of " + guards.keys().size() + " keys";
  }
}
