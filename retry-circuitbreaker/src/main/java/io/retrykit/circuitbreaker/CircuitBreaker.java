package io.retrykit.circuitbreaker;

import io.retrykit.call.Action;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.call.Operation;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops calls to a service that is down, and lets it come back: closed, it counts how calls end; too many failures, or
 * slow calls, open it; after a time a few probes decide whether it closes or opens again.
 *
 * <p>It is a {@link Guard}: given to a retry policy it counts every attempt. By itself it counts what {@link #call} is
 * given, which may be a whole retry: {@code breaker.call(() -> retry.call(...))}.
 *
 * <p>A grant is a lease of the state it was given in: a late outcome of an earlier state changes nothing, nor does an
 * outcome told twice to a half-open breaker. An attempt that is cancelled, interrupted, refused elsewhere, or ends in
 * an {@code Error} is neither success nor failure. A breaker cannot get stuck: probes that are never heard of free
 * their places when their lease is over, open times end on a monotonic clock, and calls that hang count as slow.
 *
 * <p>Safe for many threads; nobody else's code runs under a lock. A healthy call takes no lock, allocates nothing and
 * reads no clock, but for: a lock bit at the first calls of a window, and after a failure until it has left it; and
 * for windows of time and slow calls clock readings, and the first call of each bucket or eighth of the threshold.
 */
public final class CircuitBreaker implements Guard {
  private static final VarHandle PHASE =
      Fields.handle(MethodHandles.lookup(), "phase", Phase.class);

  final Settings settings;
  private final String name;
  private volatile Phase phase;

  @SuppressWarnings("this-escape") // a phase only keeps the reference
  CircuitBreaker(String name, Settings settings) {
    this.name = name;
    this.settings = settings;
    this.phase = settings.recording(this, settings.timebase.nanos(), false);
  }

  /** Makes a breaker with the defaults of {@link #builder}. */
  public static CircuitBreaker of(String name) {
    return builder(name).build();
  }

  /**
   * Starts a breaker: by default it opens when half of the last 100 calls failed, and at least 20 are counted; it stays
   * open for 30 s, then makes 3 probes and closes if less than half of them fail.
   *
   * @param name for messages, events and logs; line breaks and the like in it are written out
   */
  public static CircuitBreakerBuilder builder(String name) {
    return new CircuitBreakerBuilder(name);
  }

  @Override
  public String name() {
    return name;
  }

  /** Returns the state. An open breaker whose time is over is open until the next call. */
  public CircuitState state() {
    return phase.state();
  }

  /** Returns state, counts and rates of one moment. */
  public CircuitSnapshot snapshot() {
    for (; ; ) {
      Phase seen = phase;
      CircuitSnapshot snapshot = CircuitSnapshot.of(this, seen);
      if (phase == seen) {
        return snapshot; // else it may have the counts that ended the state it names
      }
    }
  }

  Phase phase() {
    return phase;
  }

  /** Moves from one phase to the next, unless somebody has done so already. */
  boolean move(Phase from, Phase to) {
    return PHASE.compareAndSet(this, from, to);
  }

  /** Tells everybody of a move that was made, with no lock held. */
  void announce(Phase from, Phase to, String reason) {
    Announcements.transition(
        this,
        new CircuitTransition(name, from.state(), to.state(), reason),
        to.remainingNanos(to.sinceNanos));
  }

  void announceThreshold(Phase measuring) {
    Announcements.threshold(this, CircuitSnapshot.of(this, measuring));
  }

  @Override
  public Admission admit(AdmissionRequest request) {
    Phase now = phase;
    Admission grant = now.grant;
    if (grant != null) {
      return grant;
    }
    Admission answer = now.admit(request);
    if (!answer.isGranted() && !settings.listeners.isEmpty()) {
      Announcements.refusal(this, answer);
    }
    return answer;
  }

  /** Answers a request in whatever phase there is now, telling nobody. */
  Admission ask(AdmissionRequest request) {
    Phase now = phase;
    Admission grant = now.grant;
    return grant != null ? grant : now.admit(request);
  }

  @Override
  public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
    if (lease instanceof Lease held) {
      if (settings.judgesResults) {
        end(held, settings.counting.ofResult(result), nanos);
      } else {
        held.succeeded(nanos);
      }
    }
  }

  @Override
  public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
    if (lease instanceof Lease held) {
      Throwable failure = outcome.failure();
      end(
          held,
          failure == null
              ? settings.counting.ofUnacceptable(verdict)
              : settings.counting.ofFailure(failure, verdict),
          nanos);
    }
  }

  private static void end(Lease lease, Counting.Meaning meaning, long nanos) {
    switch (meaning) {
      case SUCCESS -> lease.succeeded(nanos);
      case FAILURE -> lease.failed(nanos);
      case NEITHER -> lease.neither();
    }
  }

  @Override
  public void abandoned(@Nullable Object lease) {
    if (lease instanceof Lease held) {
      held.neither();
    }
  }

  @Override
  public boolean timed() {
    return settings.watchesSlowness();
  }

  @Override
  public AttemptRefusedException refusal(Admission refusal, @Nullable Throwable lastFailure) {
    long nanos = refusal.retryAfterNanos();
    CircuitState state = refusal.lease() instanceof CircuitState was ? was : CircuitState.OPEN;
    Duration remaining = nanos < 0 ? null : Duration.ofNanos(nanos);
    return new CircuitOpenException(name, state, refusal.reason(), remaining, lastFailure);
  }

  /**
   * Makes one call if the breaker lets it.
   *
   * @throws E what the operation throws, itself
   * @throws CircuitOpenException if the breaker does not let it
   */
  public <T extends @Nullable Object, E extends Exception> T call(Operation<T, E> operation)
      throws E {
    return Calls.call(this, operation);
  }

  /** Makes one call that returns nothing, as {@link #call} does. */
  public <E extends Exception> void run(Action<E> action) throws E {
    Calls.run(this, action);
  }

  /** Returns the operation behind this breaker: each call of it is one of {@link #call}. */
  public <T extends @Nullable Object, E extends Exception> Operation<T, E> wrap(
      Operation<T, E> operation) {
    Objects.requireNonNull(operation, "operation");
    return () -> Calls.call(this, operation);
  }

  /**
   * Makes one asynchronous call if the breaker lets it.
   *
   * @param operation begins it, on the calling thread
   * @return completes as the operation's stage does, with the failure itself, no wrapper around it; with
   *     {@link CircuitOpenException} if the breaker does not let the call be made; with what {@code operation} throws,
   *     and with a {@code NullPointerException} if it returns null. Cancelling it cancels the stage, if that can be
   *     done, and is neither success nor failure. {@code orTimeout} counts as a failure, {@code completeOnTimeout} as
   *     neither
   */
  public <T extends @Nullable Object> CompletableFuture<T> callAsync(
      Supplier<? extends CompletionStage<T>> operation) {
    return Calls.callAsync(this, operation);
  }

  /** Returns the operation behind this breaker: each call of it is one of {@link #callAsync}. */
  public <T extends @Nullable Object> Supplier<CompletableFuture<T>> wrapAsync(
      Supplier<? extends CompletionStage<T>> operation) {
    Objects.requireNonNull(operation, "operation");
    return () -> Calls.callAsync(this, operation);
  }

  /** Closes the breaker and forgets what it has counted, whatever state it is in. */
  public void reset() {
    HandMoves.move(this, (before, now) -> settings.recording(this, now, false));
  }

  /** Opens the breaker as if it had tripped for the first time; if it is open already, its time starts again. */
  public void open() {
    HandMoves.move(this, (before, now) -> new Open(before, now, 1, 0, before.counts(now)));
  }

  /**
   * Opens the breaker for a time of its own.
   *
   * @param time more than zero
   * @throws IllegalArgumentException if it is not
   */
  public void openFor(Duration time) {
    long nanos = Check.positive("time", time);
    HandMoves.move(this, (before, now) -> Open.during(before, now, nanos));
  }

  /** Opens the breaker until somebody says otherwise. */
  public void forceOpen() {
    HandMoves.move(this, (before, now) -> Open.forGood(before, now));
  }

  /** Lets everything through and counts nothing, until somebody says otherwise. */
  public void disable() {
    HandMoves.move(this, (before, now) -> new Disabled(this, now));
  }

  /** Lets everything through and counts it, from nothing, without ever opening, until somebody says otherwise. */
  public void metricsOnly() {
    HandMoves.move(this, (before, now) -> settings.recording(this, now, true));
  }

  /**
   * Lets an open breaker make its probes now. Does nothing if it does already.
   *
   * @throws IllegalStateException if it is neither open, forced open nor half-open
   */
  public void halfOpen() {
    HandMoves.halfOpen(this);
  }

  @Override
  public String toString() {
    return snapshot().toString();
  }
}
