package io.retrykit.async.wheel;


/** An entry that counts how its schedules ended; each number is written by one thread alone. */
final class Counted extends Entry {
  private final int[] scheduled = new int[8];
  private final int[] cancelled = new int[8];
  private int fired;

  void scheduled(Wheel wheel, int thread, long delay) {
    try {
      wheel.schedule(this, delay);
      scheduled[thread]++;
    } catch (IllegalStateException waits) {
      // and goes on waiting
    }
  }

  void cancelled(Wheel wheel, int thread) {
    if (wheel.cancel(this)) {
      cancelled[thread]++;
    }
  }

  @Override
  public void fire() {
    fired++;
  }

  /** Returns 1 if it waits, else 0; throws if its schedules have not ended once each. For the end of a program. */
  int left() {
    int left = sum(scheduled) - sum(cancelled) - fired;
    Races.require(left == (previous() == null ? 0 : 1), "schedules that have not ended: " + left);
    return left;
  }

  private static int sum(int[] numbers) {
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }
}
