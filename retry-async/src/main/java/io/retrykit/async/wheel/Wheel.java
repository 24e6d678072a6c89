package io.retrykit.async.wheel;

/** The timer. */
public final class Wheel {
  private static final Wheel SHARED = new Wheel();

  /** Returns the one of this process. */
  public static Wheel shared() {
    return SHARED;
  }

  /** Makes an empty one. */
  public Wheel() {}

  /** Lets something wait. */
  public void schedule(Waiting waiting, long delayNanos) {}

  /** Takes something out. */
  public boolean cancel(Waiting waiting) {
    return false;
  }
}
