package io.retrykit.async;

import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.CallState;
import io.retrykit.loop.Discards;
import io.retrykit.loop.Hedges;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a hedged call, made of several beside each other: the first good one is its result, and the others are
 * cancelled. It fails with a failure that is final, or when the last of its attempts has failed.
 *
 * <p>{@link VolleyCount} decides, under its lock; one thread at a time begins attempts and sets the alarm.
 */
final class Volley<T extends @Nullable Object> extends WaitingFuture<T> implements Runnable {
  private final Engine engine;
  private final Hedging hedging;
  private final Object operation;
  private final AdmissionRequest request;
  private final VolleyCount count;
  private final List<Shot<T>> shots = new ArrayList<>(2);
  private final VolleyEnds<T> ends = new VolleyEnds<>();
  private volatile Pause pause;
  private int begun = 1; // by one thread at a time
  private long taken;

  Volley(Engine engine, Hedging hedging, Object operation, AdmissionRequest request) {
    this.engine = engine;
    this.hedging = hedging;
    this.operation = operation;
    this.request = request;
    this.count = new VolleyCount(hedging.hedge());
    this.pause = engine.alarms.pause();
  }

  /** Makes the first attempt, which the guards have granted. */
  void begin(@Nullable Object granted) {
    count.first();
    count.alarmIn(hedging.delayNanos()); // before: an attempt that fails at once has its own say
    launch(new Hedges.Leave(granted, 0, request));
    count.leaveTo(this::proceedOnce);
  }

  /** Its time has come. */
  @Override
  public void fire() {
    engine.run(this, rejected -> {
      count.close(); // the attempts under way go on without one more
      proceed();
    });
  }

  @Override
  public void run() {
    count.due();
    proceed();
  }

  private void proceed() {
    if (count.enter()) {
      count.leaveTo(this::proceedOnce);
    }
  }

  /** Begins what is due, sets the alarm for what will be, and ends if there is nothing more to come. */
  private void proceedOnce() {
    while (count.takeNext()) {
      Hedges.Leave leave = hedging.hedges().ask(numbered(begun++));
      if (leave == null) {
        count.refused();
      } else {
        count.alarmIn(hedging.delayNanos());
        launch(leave);
      }
    }
    long nanos = count.alarm();
    if (nanos >= 0) {
      setAlarm(nanos);
    }
    if (count.isOut()) {
      end();
    }
  }

  /** Returns what guards and budget are asked about one more attempt, or told of one more that has ended. */
  private AdmissionRequest numbered(int before) {
    return before == 0 || !engine.wantsRequests
        ? request
        : request.at(request.attempt() + before, request.remainingNanos());
  }

  private void setAlarm(long nanos) {
    engine.alarms.cancel(pause, this);
    Pause next = engine.alarms.pause();
    pause = next;
    try {
      engine.alarms.begin(next, this, nanos);
    } catch (Throwable rejected) {
      count.close(); // the attempts under way go on without one more
    }
    if (count.isOver()) {
      engine.alarms.cancel(next, this);
    }
  }

  private void launch(Hedges.Leave leave) {
    Shot<T> shot = new Shot<>(
        this,
        Operations.attempt(operation),
        leave.granted(),
        leave.taken(),
        hedging.started(engine));
    boolean late;
    synchronized (shots) {
      late = count.isOver();
      if (!late) {
        shots.add(shot);
      }
    }
    if (late) {
      hedging.hedges().returned(leave);
    } else {
      shot.begin(operation);
    }
  }

  /** An attempt has returned: good, or no better than a failure. */
  void returned(Shot<T> shot, @Nullable T result) {
    Verdict verdict;
    try {
      verdict = engine.judges(result) ? hedging.hedges().judge(result) : null;
    } catch (Throwable thrown) {
      brokenBy(shot, thrown);
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
    hedging.learn(engine, first());
    hedging.hedges().succeeded(shot.granted, result, shot.started);
    stopOthers(true, null);
    discard(ends.giveUp());
    if (!super.complete(cast(result))) {
      discard(result);
    }
  }

  /** An attempt has failed. */
  void threw(Shot<T> shot, Throwable failure) {
    Verdict verdict;
    try {
      verdict = hedging.hedges().judge(failure);
    } catch (Throwable thrown) {
      brokenBy(shot, thrown);
      return;
    }
    failed(shot, failure, null, verdict);
  }

  private void failed(
      Shot<T> shot, @Nullable Throwable failure, @Nullable T result, Verdict verdict) {
    AdmissionRequest told = numbered(ends.next());
    boolean last;
    @Nullable T unwanted;
    synchronized (shots) { // the last one there is the last one here
      last = count.failed(verdict);
      unwanted = ends.add(failure, result, VolleyCount.isFinal(verdict), !last);
    }
    discard(unwanted);
    hedging
        .hedges()
        .failed(shot.granted, failure, result, verdict, shot.started, last ? null : told);
    proceed();
  }

  /** A predicate of the user's has failed: the call judges once more, and ends with that. */
  private void brokenBy(Shot<T> shot, Throwable thrown) {
    hedging.hedges().abandoned(shot.granted);
    if (count.end()) {
      stopOthers(true, null);
      discard(ends.giveUp());
      super.completeExceptionally(thrown);
    }
  }

  /** Nothing more will come. */
  private void end() {
    if (!count.end()) {
      return;
    }
    stopOthers(true, null);
    @Nullable Throwable failure = ends.failure();
    @Nullable T result = ends.takeResult();
    if (failure != null) {
      super.completeExceptionally(failure);
    } else if (!super.complete(cast(result))) {
      discard(result);
    }
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

  /**
   * Its time is over. The attempt that has been under way the longest has failed by that; those beside it, which have not
   * had their time, are cancelled.
   */
  void expire(Throwable overdue) {
    count.end();
    super.cancel(true);
    stopOthers(true, overdue);
    discard(ends.giveUp());
  }

  private Shot<T> first() {
    synchronized (shots) {
      return shots.get(0);
    }
  }

  private void stopOthers(boolean mayInterrupt, @Nullable Throwable overdue) {
    engine.alarms.cancel(pause, this);
    List<Shot<T>> begun;
    synchronized (shots) {
      begun = List.copyOf(shots);
    }
    @Nullable Throwable failure = overdue;
    for (Shot<T> shot : begun) {
      if (!shot.stop(mayInterrupt)) {
        continue;
      }
      if (failure == null) {
        hedging.hedges().abandoned(shot.granted);
      } else {
        hedging.hedges().overdue(shot.granted, failure, shot.started);
        failure = null;
      }
    }
  }

  /** Tells the call what came before what it ended with, and what the budget knows and has given. */
  void tellOf(CallState call) {
    ends.tell(call);
    if (taken > 0) {
      call.took(taken);
    }
  }

  @SuppressWarnings("NullAway") // the very result that came in
  private static <T extends @Nullable Object> T cast(@Nullable T result) {
    return result;
  }

  void discard(@Nullable Object result) {
    Discards.discard(engine.policy(), result);
  }
}
