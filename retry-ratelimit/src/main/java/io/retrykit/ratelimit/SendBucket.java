package io.retrykit.ratelimit;

/**
 * What may be sent: fills steadily, up to a capacity. Below zero while callers wait that have drawn already. Immutable.
 *
 * @param fillRate what it fills with, a second
 * @param capacity what it holds when full
 * @param level what it holds
 * @param filledAt when it held that, in seconds
 */
record SendBucket(double fillRate, double capacity, double level, double filledAt) {
  /** A caller that waits exactly as long as told must find what it waited for, whatever the last bits say. */
  private static final double ROUNDING = 1e-9;

  /** Returns the bucket of a limiter that has heard no response: nothing fills it before the first one. */
  static SendBucket startingAt(CubicSettings settings, double now) {
    return new SendBucket(settings.minimumRate(), 0, 0, now);
  }

  /** Returns the bucket at another moment. A clock that steps back fills nothing, and time goes on from there. */
  SendBucket filled(double now) {
    double fill = Math.max(0, now - filledAt) * fillRate;
    return new SendBucket(fillRate, capacity, Math.min(capacity, level + fill), now);
  }

  /**
   * Returns this bucket with another rate, which is a bounded one; filled already. A debt keeps its length in time: those
   * who wait have been told when to go, and whoever comes next goes after them, however slow or fast things have become.
   */
  SendBucket withRate(CubicSettings settings, double bounded) {
    double rate = settings.fillRate(bounded);
    double full = settings.capacity(bounded);
    double kept = level < 0 ? level / fillRate * rate : Math.min(level, full);
    return new SendBucket(rate, full, kept, filledAt);
  }

  /** Returns how many seconds are missing until the bucket holds an amount. */
  double secondsUntil(double amount) {
    return level + ROUNDING >= amount ? 0 : (amount - level) / fillRate;
  }

  /** Tells whether an amount may be taken without a wait; one that never fits, when the bucket is full. */
  boolean has(double amount) {
    return level + ROUNDING >= Math.min(amount, capacity);
  }

  /** Returns the bucket after an amount is taken. */
  SendBucket taken(double amount) {
    return new SendBucket(fillRate, capacity, level - amount, filledAt);
  }

  /**
   * Returns the bucket after an amount is given back that was taken at another rate. At a lower rate now it is worth more
   * time than was taken with it, which others are waiting through: so much less is given back.
   */
  SendBucket returned(double amount, double rateThen) {
    double worth = amount * Math.min(1, fillRate / rateThen);
    return new SendBucket(fillRate, capacity, Math.min(capacity, level + worth), filledAt);
  }
}
