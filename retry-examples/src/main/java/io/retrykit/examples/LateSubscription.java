package io.retrykit.examples;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A subscription that may be asked before there is one. Safe for use by many threads. */
final class LateSubscription implements Flow.Subscription {
  private Flow.@Nullable Subscription subscription;
  private long wanted;
  private boolean cancelled;

  /** This is the one. */
  void is(Flow.Subscription one) {
    long now;
    synchronized (this) {
      subscription = one;
      now = wanted;
    }
    if (isCancelled()) {
      one.cancel();
    } else if (now > 0) {
      one.request(now);
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void request(long n) {
    Flow.Subscription now;
    synchronized (this) {
      now = subscription;
      if (now == null) {
        wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
      }
    }
    if (now != null) {
      now.request(n);
    }
  }

  @Override
  public void cancel() {
    Flow.Subscription now;
    synchronized (this) {
      cancelled = true;
      now = subscription;
    }
    if (now != null) {
      now.cancel();
    }
  }
}
