package io.retrykit.ratelimit;

import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.KeyLimits;
import io.retrykit.guard.RetryBudget;
import java.util.function.Function;

/**
 * A budget or guard for each key, the one of {@link AdmissionRequest#key}: a host, a model, a tenant; so that one of
 * them in trouble does not starve the others. Each is made when its key is first asked for, and kept within
 * {@link KeyLimits}, by default 10,000 keys, each dropped no sooner than ten minutes after its last use.
 *
 * <p>A key that was dropped starts anew when it comes back. What a guard granted is told to that very guard, wherever
 * its key is by then. Choose an idle time longer than a limiter needs to fill up, so that nobody gets a burst
 * sooner by being forgotten; likewise longer than a breaker stays open. A budget has nothing to be told to: an amount
 * given back after its key was dropped goes to the next one, which is full or will not miss it.
 */
public final class PerKey {
  private PerKey() {}

  /** Returns a budget for each key, within {@link KeyLimits#defaults}. */
  public static RetryBudget budget(String name, Function<String, ? extends RetryBudget> maker) {
    return budget(name, maker, KeyLimits.defaults());
  }

  /**
   * Returns a budget for each key. Beyond the key's own budget it costs a hash lookup.
   *
   * @param name the name of them all, for messages, events and logs
   * @param maker makes the budget of a key. If it throws, so does the budget, which ends the call
   */
  public static RetryBudget budget(
      String name, Function<String, ? extends RetryBudget> maker, KeyLimits limits) {
    return new KeyedBudget(name, maker, limits);
  }

  /** Returns a guard for each key, within {@link KeyLimits#defaults}. */
  public static Guard guard(String name, Function<String, ? extends Guard> maker) {
    return guard(name, maker, KeyLimits.defaults());
  }

  /**
   * Returns a guard for each key. Beyond the key's own guard it costs a hash lookup, and two small objects for a grant,
   * none where the key's guard hands out the same {@link io.retrykit.guard.Admission} as the time before.
   *
   * @param name the name of them all; a refusal carries the name of the key's own guard
   * @param maker makes the guard of a key: of one kind for all keys, each fail-open or none, and none that is
   *     {@link Guard#timed}. If it throws, or makes a timed one, the attempt is refused
   */
  public static Guard guard(
      String name, Function<String, ? extends Guard> maker, KeyLimits limits) {
    return new KeyedGuard(name, false, maker, limits);
  }

  /**
   * Returns a guard for each key, as {@link #guard(String, Function, KeyLimits)} does, for guards that want to know how long
   * attempts take.
   */
  public static Guard timedGuard(
      String name, Function<String, ? extends Guard> maker, KeyLimits limits) {
    return new KeyedGuard(name, true, maker, limits);
  }
}
