package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.CallState;
import io.retrykit.loop.Discards;
import io.retrykit.loop.Hedges;
import io.retrykit.spi.ContextProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a hedged call, made of several beside each other: the first good one is its result, and the others are
 * cancelled. It fails with a failure that is final, or when the last of its attempts has failed.
 *
 * <p>{@link VolleyCount} decides, under its lock; one thread at a time begins attempts and sets the alarm.
 */
final class Volley<T extends @Nullable Object> extends CompletableFuture<T> {
  final ContextProvider.@Nullable Captured @Nullable [] context;
  private final Engine engine;
  private final Hedging hedging;
  private final Object operation;
  private final VolleyRequests requests;
  private final VolleyCount count;
  private final Shots<T> shots = new Shots<>();
  private final VolleyEnds<T> ends = new VolleyEnds<>();
  private final @Nullable CallState state;
  private final int madeBefore;
  private volatile @Nullable HedgeAlarm alarm;
  private volatile @Nullable BrokenRule broken;
  private long taken;

  /**
   * Makes one that begins now.
   *
   * @param limitNanos how long its attempts may take together
   */
  Volley(AsyncCall<T> call, Hedging hedging, Object operation, long limitNanos) {
    this.engine = call.engine();
    this.hedging = hedging;
    this.operation = operation;
    this.requests = new VolleyRequests(engine, call.request(), limitNanos);
    this.context = call.context;
    this.state = call.stateSoFar();
    this.madeBefore = state == null ? 0 : state.made();
    this.count = new VolleyCount(hedging.hedge());
  }

  /** Makes the first attempt, which the guards have granted. */
  void begin(@Nullable Object granted) {
    count.first();
    count.alarmIn(hedging.delayNanos()); // before: an attempt that fails at once has its own say
    launch(new Hedges.Leave(granted, 0, requests.numbered(0)));
    count.leaveTo(this::proceedOnce);
  }

  /** Begins an attempt, inside of what the call repeats. */
  CompletionStage<? extends T> begin(Object begins, @Nullable Attempt attempt) {
    return Operations.begin(begins, attempt, engine.policy(), state);
  }

  /** The moment of another attempt has come. */
  void dueFrom(HedgeAlarm from) {
    if (!count.due(from)) {
      return;
    }
    ContextProvider.@Nullable Scope[] scopes = Contexts.restore(context);
    try {
      proceed();
    } finally {
      Contexts.close(scopes);
    }
  }

  /** That moment cannot come: the attempts under way go on without one more. */
  void closeFrom(HedgeAlarm from) {
    if (count.close(from)) {
      proceed();
    }
  }

  private void proceed() {
    if (count.enter()) {
      count.leaveTo(this::proceedOnce);
    }
  }

  /** Begins what is due, sets the alarm for what will be, and ends if there is nothing more to come. */
  private void proceedOnce() {
    while (count.takeNext()) {
      int before = count.begun() - 1;
      Hedges.Leave leave = hedging.hedges().ask(requests.asked(before), madeBefore + before);
      if (leave == null) {
        count.refused();
      } else if (count.granted(hedging.delayNanos())) {
        launch(leave);
      } else {
        hedging.hedges().returned(leave);
      }
    }
    HedgeAlarm next = count.alarm(nanos -> new HedgeAlarm(this, engine, nanos));
    if (next != null) {
      set(next);
    }
    if (count.isOut()) {
      end();
    }
  }

  private void set(HedgeAlarm next) {
    cancelAlarm();
    alarm = next;
    try {
      next.begin();
    } catch (Throwable rejected) {
      count.close(next); // the attempts under way go on without one more
    }
    if (count.isOver()) {
      next.cancel();
    }
  }

  private void cancelAlarm() {
    HedgeAlarm last = alarm;
    if (last != null) {
      last.cancel();
    }
  }

  private void launch(Hedges.Leave leave) {
    Attempt attempt = Operations.attempt(operation);
    Shot<T> shot =
        new Shot<>(this, attempt, leave.granted(), leave.taken(), hedging.started(engine));
    if (shots.add(shot, count)) {
      shot.begin(operation);
    } else {
      count.unmade();
      hedging.hedges().returned(leave);
    }
  }

  /** An attempt has returned: good, or no better than a failure. */
  void returned(Shot<T> shot, @Nullable T result) {
    Verdict verdict;
    try {
      verdict = engine.judges(result) ? hedging.hedges().judge(result) : null;
    } catch (Throwable thrown) {
      brokenBy(shot, null, result, thrown);
      return;
    }
    if (verdict != null) {
      failed(shot, null, result, verdict);
      return;
    }
    if (!count.end()) {
      hedging.hedges().abandoned(shot.granted);
      discard(result);
      return;
    }
    taken = shot.taken;
    Shot<T> first = shots.first();
    if (first == shot || first.isUnderWay()) { // a failure, and the wait after it, is no latency
      hedging.learn(engine, first);
    }
    hedging.hedges().succeeded(shot.granted, result, shot.started);
    stopOthers(true, null);
    discard(ends.giveUp());
    completeWith(null, result);
  }

  /** An attempt has failed. */
  void threw(Shot<T> shot, Throwable failure) {
    Verdict verdict;
    try {
      verdict = hedging.hedges().judge(failure);
    } catch (Throwable thrown) {
      brokenBy(shot, failure, null, thrown);
      return;
    }
    failed(shot, failure, null, verdict);
  }

  private void failed(
      Shot<T> shot, @Nullable Throwable failure, @Nullable T result, Verdict verdict) {
    boolean isFinal = VolleyCount.isFinal(verdict);
    long next = hedging.hedges().afterFailure(verdict, requests.leftNanos());
    long moment = requests.momentIn(next);
    AdmissionRequest told;
    boolean last;
    VolleyEnds.Added<T> added;
    synchronized (shots) { // the last one there is the last one here, and has the last number
      told = requests.numbered(ends.next());
      last = count.failed(isFinal, next, moment);
      added = ends.add(failure, result, Hedges.weight(verdict), last);
    }
    discard(added.unwanted());
    AdmissionRequest reported = added.isToBeReported() ? told : null;
    hedging.hedges().failed(shot.granted, failure, result, verdict, shot.started, reported);
    if (last) {
      finish();
    } else {
      proceed();
    }
  }

  /** A rule of the user's has thrown when it looked at what an attempt came to: the call ends with that. */
  private void brokenBy(
      Shot<T> shot, @Nullable Throwable failure, @Nullable T result, Throwable thrown) {
    hedging.hedges().abandoned(shot.granted);
    if (!count.end()) {
      discard(result);
      return;
    }
    broken = new BrokenRule(failure, result, thrown);
    stopOthers(true, null);
    discard(ends.giveUp());
    completeWith(failure, result);
  }

  @SuppressWarnings("NullAway") // the very result that came in
  private void completeWith(@Nullable Throwable failure, @Nullable T result) {
    if (failure != null) {
      super.completeExceptionally(failure);
    } else if (!super.complete(result)) {
      discard(result);
    }
  }

  /** Nothing more will come. */
  private void end() {
    if (count.end()) {
      finish();
    }
  }

  private void finish() {
    stopOthers(true, null);
    @Nullable Throwable failure = ends.failure();
    completeWith(failure, ends.takeResult());
  }

  /** Nobody waits for any of the attempts any more. */
  @Override
  public boolean cancel(boolean mayInterrupt) {
    count.end();
    boolean cancelled = super.cancel(mayInterrupt);
    stopOthers(mayInterrupt, null);
    discard(ends.giveUp());
    return cancelled;
  }

  /** Its time is over: nothing begins any more, and nothing ends. {@link #expire} follows. Calls nobody: it is the timer's. */
  void timeIsOver() {
    count.end();
    shots.stop();
  }

  /**
   * Its time is over. The attempt that has been under way the longest has failed by that; those beside it, which have not
   * had their time, are cancelled.
   */
  void expire(Throwable overdue) {
    count.end();
    super.cancel(true);
    ContextProvider.@Nullable Scope[] scopes = Contexts.restore(context);
    try {
      stopOthers(true, overdue);
      discard(ends.giveUp());
    } finally {
      Contexts.close(scopes);
    }
  }

  private void stopOthers(boolean mayInterrupt, @Nullable Throwable overdue) {
    cancelAlarm();
    shots.cancel(hedging.hedges(), mayInterrupt, overdue);
  }

  /**
   * Tells the call what came before what it ended with, and what the budget knows and has given. Throws what a rule has
   * thrown that looked at that.
   */
  void tellOf(CallState call, @Nullable Object result, @Nullable Throwable failure) {
    ends.tell(call, shots.size());
    if (taken > 0) {
      call.took(taken);
    }
    BrokenRule rule = broken;
    if (rule != null && rule.lookedAt(result, failure)) {
      throw engine.end.ruleFailed(call, failure, result, rule.thrown());
    }
  }

  void discard(@Nullable Object result) {
    Discards.discard(engine.policy(), result);
  }
}
