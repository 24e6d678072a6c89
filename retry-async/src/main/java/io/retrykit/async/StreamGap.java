package io.retrykit.async;

import java.time.Duration;

/** Watches the time between the elements of one attempt, as long as one is asked for. */
final class StreamGap extends WaitingNode implements Runnable {
  private final StreamAttempt<?> attempt;
  private final StreamCall<?> stream;
  private final Alarms alarms;
  private final Pause pause;
  private volatile long deliveredNanos;
  private volatile boolean over;

  StreamGap(StreamAttempt<?> attempt, StreamCall<?> stream) {
    this.attempt = attempt;
    this.stream = stream;
    this.alarms = stream.plan.route().engine().alarms;
    this.pause = alarms.pause();
  }

  /** The first element is about to be delivered. */
  void begin() {
    delivered();
    await(stream.plan.gapNanos());
  }

  /** An element has been delivered: the time it took is the subscriber's. */
  void delivered() {
    deliveredNanos = stream.plan.nanos();
  }

  private void await(long nanos) {
    alarms.begin(pause, this, nanos);
    if (over) { // while that was done
      alarms.cancel(pause, this);
    }
  }

  void end() {
    over = true;
    alarms.cancel(pause, this);
  }

  @Override
  public void fire() {
    if (over) {
      return;
    }
    int seen = attempt.gap(); // before the time is looked at: an element may come between
    long left = left();
    if (left <= 0 && attempt.expireGap(seen)) {
      stream.plan.route().engine().run(this, rejection -> run());
      return;
    }
    try {
      await(Math.max(1, left));
    } catch (Throwable rejected) {
      if (attempt.expireGap(attempt.gap())) { // it would never be noticed
        stream.plan.route().engine().run(() -> attempt.failGap(rejected), rejection -> run());
      }
    }
  }

  /** Returns how long the subscriber may still have to wait. */
  private long left() {
    long gap = stream.plan.gapNanos();
    if (attempt.isDelivering() || !stream.waits()) {
      return gap;
    }
    long now = stream.plan.nanos();
    return gap - Math.min(now - deliveredNanos, now - stream.askedNanos());
  }

  @Override
  public void run() {
    Duration gap = Duration.ofNanos(stream.plan.gapNanos());
    attempt.failGap(new GapTimeoutException(stream.call().attempt(), gap, stream.delivered));
  }
}
