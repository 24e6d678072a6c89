package io.retrykit.loop;

import io.retrykit.failure.Causes;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.OneLine;
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
public final class Nesting {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit");
  /**
   * Where a thread says what it is repeating. The array stays with the thread and holds nothing of ours between calls:
   * a thread of a pool keeps no class of this library, and with it no application, alive.
   */
  private static final ThreadLocal<@Nullable Object[]> PLACE =
      ThreadLocal.withInitial(() -> new @Nullable Object[1]);

  private static final Set<RetryPolicy> TOLD =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** The place of calls that were made inside nothing that is repeated; never written to. */
  private static final @Nullable Object[] NOWHERE = new @Nullable Object[1];

  /** Whether any thread has repeated anything. Plain: a thread is asked for what it did itself, and sees its own writes. */
  private static boolean used;

  private Nesting() {}

  /** The repeated attempts a thread is in. */
  private record Frame(String policies, long attempts) {
    static Frame of(Object held) {
      return held instanceof Frame frame
          ? frame
          : new Frame(((RetryPolicy) held).name(), ((RetryPolicy) held).maxAttempts());
    }
  }

  /** Returns the calling thread's place, to be handed back below; looked up once for each call that fails. */
  public static @Nullable Object[] place() {
    return PLACE.get();
  }

  /** Returns {@link #nowhere}, or a place that keeps what the calling thread repeats now, whatever it does later. */
  public static @Nullable Object[] here() {
    @Nullable Object around = used ? PLACE.get()[0] : null;
    return around == null ? NOWHERE : new @Nullable Object[] {around};
  }

  /** Returns the place of a call that was made inside nothing that is repeated. */
  static @Nullable Object[] nowhere() {
    return NOWHERE;
  }

  /** The calling thread begins to repeat attempts; returns what to hand to {@link #leave}. */
  public static @Nullable Object enter(@Nullable Object[] place, RetryPolicy policy) {
    return enter(place, place[0], policy);
  }

  /** The calling thread repeats an attempt of a call that may have been made on another one; else as above. */
  public static @Nullable Object enter(
      @Nullable Object[] place, CallState call, RetryPolicy policy) {
    return enter(place, call.place[0], policy);
  }

  /** The calling thread goes on with a call that was made on another one; returns what to hand to {@link #leave}. */
  public static @Nullable Object goOn(@Nullable Object[] place, CallState call) {
    return goOn(place, call.place);
  }

  /**
   * The calling thread goes on with what another one has begun; returns what to hand to {@link #leave}.
   *
   * @param from where that was, from {@link #here}
   */
  public static @Nullable Object goOn(@Nullable Object[] place, @Nullable Object[] from) {
    @Nullable Object before = place[0];
    place[0] = from[0];
    used |= from[0] != null;
    return before;
  }

  private static @Nullable Object enter(
      @Nullable Object[] place, @Nullable Object outer, RetryPolicy policy) {
    @Nullable Object before = place[0];
    if (!used) {
      used = true; // written once: all threads read it
    }
    if (outer == null) {
      place[0] = policy; // the usual case allocates nothing
    } else {
      Frame frame = Frame.of(outer);
      place[0] = new Frame(
          frame.policies + " > " + policy.name(),
          Nanos.times(frame.attempts, policy.maxAttempts()));
    }
    return before;
  }

  /** The calling thread has made such an attempt, or all of them. */
  public static void leave(@Nullable Object[] place, @Nullable Object outer) {
    place[0] = outer;
  }

  /** Looks at the first failure of a call. */
  static void notice(@Nullable Object[] place, RetryPolicy policy, Throwable failure) {
    @Nullable Object held = place[0];
    if (held != null && policy.maxAttempts() > 1 && TOLD.add(policy)) {
      Frame outer = Frame.of(held);
      LOG.warn(
          "{}: retries multiply: this policy runs inside a repeated attempt of {}: up to {} attempts in all",
          OneLine.all(policy.name(), outer.policies, times(outer.attempts, policy.maxAttempts())));
    }
    int reported = ReportedAttempts.of(Causes.unwrap(failure));
    if (reported > 1 && policy.maxAttempts() > 1 && TOLD.add(policy)) {
      LOG.warn(
          "{}: retries multiply: the client reports {} attempts of its own for one of ours: up to {} in all; switch"
              + " off its own retries",
          OneLine.all(policy.name(), reported, times(reported, policy.maxAttempts())));
    }
  }

  private static String times(long a, long b) {
    long product = Nanos.times(a, b);
    return product >= Integer.MAX_VALUE ? "unlimited" : Long.toString(product);
  }
}
