package io.retrykit.backoff;

/** Another jitter, let past the cap. */
record UncutJitter(Jitter of) implements Jitter {
  @Override
  public long lowNanos(long baseNanos, long previousNanos, long firstNanos) {
    return of.lowNanos(baseNanos, previousNanos, firstNanos);
  }

  @Override
  public long highNanos(long baseNanos, long previousNanos, long firstNanos) {
    return of.highNanos(baseNanos, previousNanos, firstNanos);
  }

  @Override
  public boolean cut() {
    return false;
  }

  @Override
  public void check(long firstNanos) {
    of.check(firstNanos);
  }

  @Override
  public Jitter uncut() {
    return this;
  }

  @Override
  public String toString() {
    return of + " beyond the cap";
  }
}
