package io.retrykit.async.wheel;

import java.util.concurrent.TimeUnit;

/** A wheel on a clock that a test sets, whose thread never runs: the test turns the wheel. */
final class HandWheel {
  static final long TICK = 1L << 20;
  static final long IDLE = TimeUnit.SECONDS.toNanos(10);

  private final long start;
  private volatile long elapsed;
  final Wheel wheel;

  /** Starts the clock at a reading. */
  HandWheel(long start) {
    this.start = start;
    this.wheel = new Wheel(() -> this.start + elapsed, Unstarted::new, IDLE);
  }

  long elapsed() {
    return elapsed;
  }

  /** Moves the clock on, or back; one thread. Nothing fires yet. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void move(long nanos) {
    elapsed += nanos;
  }

  /** Moves the clock on and fires what is due; returns how long the thread would sleep then, or -1 if it would end. */
  long turnAfter(long nanos) {
    move(nanos);
    return wheel.turn();
  }

  /** It is there, and does nothing. */
  private static final class Unstarted extends Thread {
    Unstarted(Runnable work) {
      super(work);
    }

    @Override
    public synchronized void start() {}
  }
}
