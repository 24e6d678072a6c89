package io.retrykit.loop;

import io.retrykit.failure.Causes;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices retries that multiply: one inside another's repeated attempt, or around a client that retries by itself.
 * Costs nothing before a first failure; said once for each policy.
 */
final class Nesting {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit");
  private static final ThreadLocal<@Nullable Frame> OUTER = new ThreadLocal<>();
  private static final Set<RetryPolicy> TOLD =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private Nesting() {}

  /** The repeated attempts the calling thread is in. */
  record Frame(String policies, long attempts) {}

  /** The calling thread begins to repeat attempts; returns what to hand to {@link #leave}. */
  static @Nullable Frame enter(RetryPolicy policy) {
    Frame outer = OUTER.get();
    OUTER.set(
        outer == null
            ? new Frame(policy.name(), policy.maxAttempts())
            : new Frame(
                outer.policies + " > " + policy.name(),
                Nanos.times(outer.attempts, policy.maxAttempts())));
    return outer;
  }

  static void leave(@Nullable Frame outer) {
    if (outer == null) {
      OUTER.remove(); // a thread of a pool must not keep our class, and with it an application,
      // alive
    } else {
      OUTER.set(outer);
    }
  }

  /** Looks at the first failure of a call. */
  static void notice(RetryPolicy policy, Throwable failure) {
    Frame outer = OUTER.get();
    if (outer != null && policy.maxAttempts() > 1 && TOLD.add(policy)) {
      LOG.warn(
          "{}: retries multiply: this policy runs inside a repeated attempt of {}: up to {} attempts in all",
          policy.name(),
          outer.policies,
          times(outer.attempts, policy.maxAttempts()));
    }
    int reported = ReportedAttempts.of(Causes.unwrap(failure));
    if (reported > 1 && policy.maxAttempts() > 1 && TOLD.add(policy)) {
      LOG.warn(
          "{}: retries multiply: the client reports {} attempts of its own for one of ours: up to {} in all; switch"
              + " off its own retries",
          policy.name(),
          reported,
          times(reported, policy.maxAttempts()));
    }
  }

  private static String times(long a, long b) {
    long product = Nanos.times(a, b);
    return product >= Integer.MAX_VALUE ? "unlimited" : Long.toString(product);
  }
}
