package io.retrykit.async;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.AttemptEnd;
import io.retrykit.loop.Course;
import io.retrykit.loop.Gate;
import io.retrykit.loop.Hedges;
import io.retrykit.loop.Plan;
import io.retrykit.loop.ResultTypes;
import io.retrykit.loop.Turnstile;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all calls of one retry share: the plan made ready, and where its calls wait and run. Immutable. */
final class Engine {
  private static final Executor LAST_RESORT = new CompletableFuture<>().defaultExecutor();

  final Plan plan;
  final Course course;
  final AttemptEnd end;
  final @Nullable Gate gate;
  final @Nullable Turnstile turnstile;
  final Contexts contexts;
  final Executor executor;
  final Alarms alarms;
  final boolean limited;
  final boolean wantsRequests;
  final boolean handsThrough;
  final boolean straight;
  final @Nullable Hedging hedging;
  private final boolean timed;
  private final boolean judgesResults;
  private final @Nullable ResultTypes resultTypes;

  private Engine(
      Plan plan,
      Executor executor,
      Alarms alarms,
      Contexts contexts,
      @Nullable Hedge hedge,
      boolean judgesResults) {
    RetryPolicy policy = plan.policy();
    this.plan = plan;
    this.executor = executor;
    this.alarms = alarms;
    this.contexts = contexts;
    this.course = new Course(plan);
    this.gate = policy.guards().isEmpty() ? null : new Gate(policy.guards());
    this.end = new AttemptEnd(plan, course, gate);
    this.turnstile = gate == null ? null : new Turnstile(plan, gate, course);
    this.limited = plan.hasDeadline() || policy.attemptTimeout().isPresent();
    this.wantsRequests = gate != null || policy.budget().isPresent();
    this.timed = gate != null && gate.timed();
    this.judgesResults = judgesResults;
    this.resultTypes = ResultTypes.of(plan);
    this.hedging = hedge == null ? null : Hedging.of(hedge, new Hedges(plan, end, gate));
    this.handsThrough = gate == null && hedge == null && plan.ignoresSuccess();
    this.straight = handsThrough && !judgesResults && !plan.hasDeadline();
  }

  static Engine of(RetryPolicy policy) {
    Plan plan = Plan.of(policy);
    return new Engine(
        plan,
        LAST_RESORT, // the JDK's choice for asynchronous work
        Alarms.of(policy.timebase()),
        Contexts.of(policy),
        null,
        plan.judgesResults());
  }

  Engine with(Executor other) {
    return new Engine(plan, other, alarms, contexts, hedge(), judgesResults);
  }

  /** Returns one for calls whose results are nothing. */
  Engine withoutResults() {
    return new Engine(plan, executor, alarms, contexts, hedge(), false);
  }

  Engine with(Alarms other) {
    return new Engine(plan, executor, other, contexts, hedge(), judgesResults);
  }

  Engine with(Hedge other) {
    return new Engine(plan, executor, alarms, contexts, other, judgesResults);
  }

  private @Nullable Hedge hedge() {
    return hedging == null ? null : hedging.hedge();
  }

  /** Returns how many attempts may be made beside each other. */
  int atOnce() {
    return hedging == null ? 1 : hedging.hedge().maxAttempts();
  }

  /** Tells whether a result has to be looked at before it is taken. */
  boolean judges(@Nullable Object result) {
    return judgesResults && !(resultTypes != null && resultTypes.ignores(result));
  }

  /** Returns when an attempt begins, if a guard wants to know how long it takes. */
  long started() {
    return timed ? plan.policy().timebase().nanos() : Admission.UNKNOWN;
  }

  /** Returns what guards and budget are asked about for one attempt. */
  AdmissionRequest request(AdmissionRequest first, int attempt, long start) {
    return attempt == 1 || !wantsRequests ? first : first.at(attempt, plan.remaining(start));
  }

  RetryPolicy policy() {
    return plan.policy();
  }

  Gate gate() {
    return Objects.requireNonNull(gate, "no guards");
  }

  Turnstile turnstile() {
    return Objects.requireNonNull(turnstile, "no guards");
  }

  /** Returns how long an attempt that begins now may take; {@link Nanos#FOREVER} if nothing limits it. */
  long limit(long start) {
    return limited ? plan.limit(start) : Nanos.FOREVER;
  }

  /** An attempt was granted, and never begun. */
  void released(@Nullable Object granted) {
    if (gate != null && granted != null) {
      gate.released(granted);
    }
  }

  /** An attempt was begun, and nobody wants its outcome. */
  void abandoned(@Nullable Object granted) {
    if (gate != null && granted != null) {
      gate.abandoned(granted);
    }
  }

  /** Lets something go on where users' code may run, which the timer's thread is not; so may what a rejection ends. */
  void run(Runnable step, Consumer<Throwable> rejected) {
    try {
      executor.execute(step);
    } catch (Throwable rejection) {
      try {
        LAST_RESORT.execute(() -> rejected.accept(rejection));
      } catch (Throwable hopeless) { // no threads left: better here than never
        rejected.accept(rejection);
      }
    }
  }

  /** Makes a call; one whose first attempt is a success at once costs no more than the attempt. */
  <T extends @Nullable Object> CompletableFuture<T> call(
      Route route, Supplier<? extends CompletionStage<T>> operation) {
    long start = plan.start();
    if (!handsThrough) {
      return begun(new AsyncCall<>(route, operation, start));
    }
    @Nullable CompletionStage<T> stage;
    try {
      stage = operation.get();
    } catch (Throwable thrown) {
      return Straight.failed(route, operation, start, thrown);
    }
    CompletableFuture<T> future = Stages.future(stage);
    return future != null && isGood(future)
        ? future
        : Straight.goOn(route, operation, start, stage);
  }

  /** Tells whether a stage has come to a result that nobody would look at twice. */
  boolean isGood(CompletableFuture<?> future) {
    return future.isDone()
        && !future.isCompletedExceptionally()
        && !(judgesResults && judges(future.join()));
  }

  /** Tells whether a result is what its call ends with, and nobody has to hear of it. */
  boolean takes(@Nullable Object result) {
    return handsThrough && !(judgesResults && judges(result));
  }

  /** Begins a call that {@link #call} has no short way for. */
  static <T extends @Nullable Object> CompletableFuture<T> begun(AsyncCall<T> call) {
    call.begin(null);
    return call;
  }
}
