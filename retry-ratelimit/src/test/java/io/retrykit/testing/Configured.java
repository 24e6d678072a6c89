package io.retrykit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.config.Policies;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import java.util.Properties;

/** Policies as a file has them, with what is really on the path; and what an engine says to their parts, by hand. */
public final class Configured {
  private static final Outcome FAILURE = Outcome.ofFailure(new IllegalStateException("down"));

  private Configured() {}

  /** Reads policies from keys and values in turn. */
  public static Policies policies(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    return Policies.from(properties);
  }

  /** Reads the policy {@code x} from keys below its name and values in turn. */
  public static RetryPolicy policy(String... pairs) {
    return policies(prefixed("x.", pairs)).get("x");
  }

  /** Reads the one guard of the policy {@code x}, from its name and its own settings. */
  public static <G extends Guard> G guard(Class<G> type, String name, String... settings) {
    return type.cast(
        policies(section("guards", name, settings)).get("x").guards().get(0));
  }

  /** Reads the budget of the policy {@code x}, from its name and its own settings. */
  public static RetryBudget budget(String name, String... settings) {
    return policies(section("budget", name, settings)).get("x").budget().orElseThrow();
  }

  /** Returns why a policy {@code x} with this guard is refused. */
  public static String guardRefusal(String name, String... settings) {
    return refusal(section("guards", name, settings));
  }

  /** Returns why a policy {@code x} with this budget is refused. */
  public static String budgetRefusal(String name, String... settings) {
    return refusal(section("budget", name, settings));
  }

  /** Returns why a configuration is refused. */
  public static String refusal(String... pairs) {
    Throwable thrown = catchThrowable(() -> policies(pairs));
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    return String.valueOf(thrown.getMessage());
  }

  private static String[] section(String key, String name, String... settings) {
    String[] below = prefixed("x." + name + ".", settings);
    String[] all = new String[below.length + 2];
    all[0] = "x." + key;
    all[1] = name;
    System.arraycopy(below, 0, all, 2, below.length);
    return all;
  }

  private static String[] prefixed(String prefix, String... pairs) {
    String[] all = pairs.clone();
    for (int i = 0; i < all.length; i += 2) {
      all[i] = prefix + all[i];
    }
    return all;
  }

  /** Returns a first attempt for a key, at a cost. */
  public static AdmissionRequest request(String key, long cost) {
    return AdmissionRequest.first(key, cost, Nanos.FOREVER);
  }

  /** Asks a budget for a retry after a failure. */
  public static long acquire(RetryBudget budget, Exception failure, Verdict verdict) {
    return budget.acquire(request("key", 1), Outcome.ofFailure(failure), verdict);
  }

  /** Returns how many retries a key has left, up to 10,000, and takes them. */
  public static int drain(RetryBudget budget, String key) {
    int taken = 0;
    while (taken < 10_000
        && budget.acquire(request(key, 1), FAILURE, Verdict.retry()) != RetryBudget.REFUSED) {
      taken++;
    }
    return taken;
  }

  /** Tells a budget of a failure that is worth a retry. */
  public static void fail(RetryBudget budget) {
    budget.failed(request("key", 1), FAILURE, Verdict.retry());
  }

  /** Tells a budget of a call that needed no retry. */
  public static void succeed(RetryBudget budget) {
    budget.succeeded(request("key", 1), 0);
  }
}
