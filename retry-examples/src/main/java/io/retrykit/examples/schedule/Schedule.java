package io.retrykit.examples.schedule;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The pauses of a call whose every attempt fails.
 *
 * @param name after which failures
 * @param backoff what gives them
 * @param pauses in order
 * @param more how many follow that are not shown; {@link Integer#MAX_VALUE} without end
 */
record Schedule(String name, Backoff backoff, List<Pause> pauses, int more) {
  Schedule {
    pauses = List.copyOf(pauses);
  }

  /**
   * Returns the schedules of a policy: one, or a second for throttled failures if these have pauses of their own.
   *
   * @param shown how many pauses are worked out at most, 1 or more
   */
  static List<Schedule> of(RetryPolicy policy, int shown) {
    Schedule usual = of("any failure", policy, policy.backoff(), shown);
    return policy.throttledBackoff().equals(policy.backoff())
        ? List.of(usual)
        : List.of(
            of("transient failures", policy, policy.backoff(), shown),
            of("throttled failures", policy, policy.throttledBackoff(), shown));
  }

  private static Schedule of(String name, RetryPolicy policy, Backoff backoff, int shown) {
    int retries = Math.min(
        policy.isUnlimited() ? Integer.MAX_VALUE : policy.maxAttempts() - 1, backoff.limit());
    Backoff plain = backoff.jittered(Jitter.none());
    RandomGenerator unused = new SplittableRandom(0); // no jitter, no draw
    List<Pause> pauses = new ArrayList<>();
    Pause last = new Pause(0, 0, 0, 0, 0, 0, 0);
    while (pauses.size() < Math.min(retries, shown)) {
      int n = last.retry() + 1;
      long nominal = plain.nanos(n, last.nominal(), unused);
      long least = backoff.leastNanos(n, last.least());
      long most = backoff.mostNanos(n, last.most());
      last = new Pause(
          n,
          nominal,
          least,
          most,
          Nanos.plus(last.sum(), nominal),
          Nanos.plus(last.leastSum(), least),
          Nanos.plus(last.mostSum(), most));
      pauses.add(last);
    }
    int more = retries == Integer.MAX_VALUE ? retries : retries - pauses.size();
    return new Schedule(name, backoff, pauses, more);
  }
}
