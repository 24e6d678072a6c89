package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.call.AttemptOperation;
import io.retrykit.call.Operation;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.AttemptCall;
import io.retrykit.loop.Plan;
import io.retrykit.policy.RetryPolicy;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls that do not block, under a policy. Make one for each policy and share it: it is immutable and safe for
 * use by many threads.
 *
 * <p>The future of a call always completes: with the first acceptable result, or the last one if none was; or
 * exceptionally with what the last attempt failed with, itself, {@code CompletionException} and
 * {@code ExecutionException} taken off, earlier failures attached as one suppressed
 * {@link io.retrykit.failure.RetryHistory}. Completing it from outside, by {@code cancel}, {@code orTimeout} or
 * otherwise, ends the call: the pause is dropped, the attempt in flight is cancelled, no attempt begins any more; a
 * result that comes too late is closed if it is {@code AutoCloseable}.
 *
 * <p>The first attempt begins on the calling thread, one that follows at once on the thread that completed the one
 * before, and one after a pause on the {@link #withExecutor executor}. A policy's {@code attemptTimeout} cancels the
 * attempt; {@code maxDuration} cancels an attempt that is in flight when it is over.
 */
public final class AsyncRetry {
  private final Route route;
  private final boolean
      straight; // beside the route: a call that is good at once reads nothing else

  private AsyncRetry(Route route) {
    this.route = route;
    this.straight = route.engine().straight;
  }

  /** Returns a retry under this policy. Finds plugged-in classifiers, listeners and contexts now, not per call. */
  public static AsyncRetry with(RetryPolicy policy) {
    Engine engine = Engine.of(Objects.requireNonNull(policy, "policy"));
    return new AsyncRetry(new Route(engine, engine.plan.firstRequest()));
  }

  /** Returns the policy. */
  public RetryPolicy policy() {
    return engine().policy();
  }

  private Engine engine() {
    return route.engine();
  }

  /**
   * Returns a retry whose attempts after a pause, and whose timeouts, run on this executor; otherwise they run where
   * {@code CompletableFuture} runs what is asynchronous, which on two processors is a thread for each task and makes
   * timeouts of thousands of calls at once late: a pool of a few threads of its own does not. If it rejects one, the call
   * ends with that rejection.
   */
  public AsyncRetry withExecutor(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return new AsyncRetry(new Route(engine().with(executor), route.request()));
  }

  /**
   * Returns a retry whose pauses and timeouts are kept by this scheduler, on which nothing else runs; otherwise by one
   * timer for all, or by the policy's own timebase if it has one. If it rejects one, the call ends with that rejection.
   */
  public AsyncRetry withScheduler(ScheduledExecutorService scheduler) {
    Objects.requireNonNull(scheduler, "scheduler");
    return new AsyncRetry(new Route(engine().with(Alarms.of(scheduler)), route.request()));
  }

  /**
   * Returns a retry each of whose attempts may be made several times beside each other: the first good one counts, the
   * others are cancelled. A failure that the policy would retry brings the next one forward, but not before the moment a
   * server has named, and if that is beyond the policy's {@code maxServerDelay} or the attempt's time, or it is throttled and names none, none
   * begins; one that it would not, but for a veto, ends
   * the attempt; so does the last of them. An {@code attemptTimeout} is for all of them together; a guard or a budget
   * that does not grant one more at once ends the hedging of that attempt. To listeners they are one attempt. For
   * hedging alone, give the policy {@code maxAttempts(1)}.
   */
  public AsyncRetry withHedge(Hedge hedge) {
    Objects.requireNonNull(hedge, "hedge");
    return new AsyncRetry(new Route(engine().with(hedge), route.request()));
  }

  /**
   * Returns a retry whose guards and budget are asked about something narrower than the policy: a host, a model, a
   * tenant.
   *
   * @param key what the calls are about
   */
  public AsyncRetry forKey(String key) {
    Objects.requireNonNull(key, "key");
    return new AsyncRetry(
        new Route(engine(), AdmissionRequest.first(key, route.request().cost(), remaining())));
  }

  /**
   * Returns a retry whose attempts cost more or less of a quota than 1, for example in tokens.
   *
   * @param cost zero or more, in the quota's unit
   * @throws IllegalArgumentException if {@code cost} is negative
   */
  public AsyncRetry withCost(long cost) {
    return new AsyncRetry(
        new Route(engine(), AdmissionRequest.first(route.request().key(), cost, remaining())));
  }

  private long remaining() {
    return route.request().remainingNanos();
  }

  /**
   * Makes a call.
   *
   * @param operation begins an attempt and returns its stage; one that throws, or returns null, is a failed attempt
   * @return the call, as described above; it may be the very stage of a first attempt that was a success at once
   */
  public <T extends @Nullable Object> CompletableFuture<T> call(
      Supplier<? extends CompletionStage<T>> operation) {
    Objects.requireNonNull(operation, "operation");
    return straight ? Straight.call(route, operation) : engine().call(route, operation);
  }

  /**
   * Makes a call that is told which attempt it is.
   *
   * @param operation begins an attempt and returns its stage; the attempt is valid until the stage is complete
   */
  public <T extends @Nullable Object> CompletableFuture<T> callWithAttempt(
      Function<? super Attempt, ? extends CompletionStage<T>> operation) {
    Objects.requireNonNull(operation, "operation");
    AttemptOperation<CompletionStage<T>, RuntimeException> attempts = operation::apply;
    return numbered(attempts);
  }

  private <T extends @Nullable Object> CompletableFuture<T> numbered(
      AttemptOperation<? extends CompletionStage<T>, RuntimeException> operation) {
    Plan plan = engine().plan;
    return Engine.begun(new AsyncCall<>(
        route, new AttemptCall<>(operation, plan, engine().atOnce()), plan.start()));
  }

  /**
   * Makes a call whose attempts block a thread of an executor. Cancelling an attempt interrupts that thread, where
   * {@code cancel(true)} or a timeout does; the interrupt never outlives the attempt. The time an attempt may take begins
   * when it is given to the executor: where attempts queue for a thread, the queue counts.
   *
   * @param executor runs the attempts, each as one task; one that rejects an attempt has failed it
   */
  public <T extends @Nullable Object> CompletableFuture<T> callBlocking(
      Operation<T, ?> operation, Executor executor) {
    Objects.requireNonNull(operation, "operation");
    return blocking(attempt -> new Blocking<>(operation, engine()), executor);
  }

  /** Makes a call whose attempts block a thread of an executor, and are told which they are; else as {@link #callBlocking}. */
  public <T extends @Nullable Object> CompletableFuture<T> callBlockingWithAttempt(
      AttemptOperation<T, ?> operation, Executor executor) {
    Objects.requireNonNull(operation, "operation");
    return blocking(attempt -> new Blocking<T>(() -> operation.call(attempt), engine()), executor);
  }

  private <T extends @Nullable Object> CompletableFuture<T> blocking(
      Function<Attempt, Blocking<T>> attempts, Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return callWithAttempt(attempt -> {
      Blocking<T> blocking = attempts.apply(attempt);
      executor.execute(blocking);
      return blocking;
    });
  }

  /**
   * Returns a stream that is begun again when it fails before its first element; {@link RetryStream} says more.
   *
   * @param operation begins an attempt: its publisher is subscribed to once; one that throws, or returns null, is a
   *     failed attempt
   * @throws IllegalStateException if this retry hedges
   */
  public <T> RetryStream<T> stream(Supplier<? extends Flow.Publisher<T>> operation) {
    Objects.requireNonNull(operation, "operation");
    return new RetryStream<>(StreamPlan.of(route, attempt -> operation.get(), false));
  }

  /** Returns a stream whose attempts are told which they are; else as {@link #stream}. */
  public <T> RetryStream<T> streamWithAttempt(
      Function<? super Attempt, ? extends Flow.Publisher<T>> operation) {
    Objects.requireNonNull(operation, "operation");
    return new RetryStream<>(StreamPlan.of(
        route, attempt -> operation.apply(Objects.requireNonNull(attempt, "attempt")), true));
  }

  /** Returns a supplier that retries this one. */
  public <T extends @Nullable Object> Supplier<CompletableFuture<T>> wrapSupplier(
      Supplier<? extends CompletionStage<T>> supplier) {
    Objects.requireNonNull(supplier, "supplier");
    return () -> engine().call(route, supplier);
  }

  /** Returns a function that retries this one. */
  public <A extends @Nullable Object, T extends @Nullable Object>
      Function<A, CompletableFuture<T>> wrapFunction(
          Function<? super A, ? extends CompletionStage<T>> function) {
    Objects.requireNonNull(function, "function");
    return argument -> {
      Supplier<CompletionStage<T>> operation = () -> function.apply(argument);
      return engine().call(route, operation);
    };
  }

  @Override
  public String toString() {
    return "AsyncRetry " + policy();
  }
}
