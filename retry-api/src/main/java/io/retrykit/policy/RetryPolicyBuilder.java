package io.retrykit.policy;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.failure.Classifier;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link RetryPolicy}. Each setting is checked when it is given, rules between settings in
 * {@link #build}, so their order never matters. Not safe for use by several threads.
 *
 * <p>Unless a method says otherwise, it throws {@code NullPointerException} naming the argument for null, and
 * {@code IllegalArgumentException} naming argument, rule and value for a value out of range.
 */
public final class RetryPolicyBuilder {
  private final Settings settings;

  RetryPolicyBuilder(Settings settings) {
    this.settings = settings;
  }

  /** Names the policy in logs, events, exceptions and as the default key of its guards. Not blank; "retry" if not set. */
  public RetryPolicyBuilder name(String name) {
    Objects.requireNonNull(name, "name");
    check(!name.isBlank(), "name must not be blank, was \"", name + '"');
    settings.name = name;
    return this;
  }

  /**
   * Sets how many attempts a call may make, the first one included: 1 or more, 3 if not set; 1 means no retry, and
   * {@link Integer#MAX_VALUE} is {@link #unlimitedAttempts}.
   */
  public RetryPolicyBuilder maxAttempts(int maxAttempts) {
    check(maxAttempts >= 1, "maxAttempts must be 1 or more, was ", maxAttempts);
    settings.maxAttempts = maxAttempts;
    return this;
  }

  /** Lifts the limit on attempts. Needs a {@link #maxDuration} or a {@link #budget}. */
  public RetryPolicyBuilder unlimitedAttempts() {
    settings.maxAttempts = Integer.MAX_VALUE;
    return this;
  }

  /** Sets the pause after the first failure: zero or more, 1 s if not set. Excludes {@link #backoff}. */
  public RetryPolicyBuilder initialDelay(Duration initialDelay) {
    Nanos.of("initialDelay", initialDelay);
    settings.initialDelay = initialDelay;
    return this;
  }

  /** Sets what no pause of the policy's own exceeds: zero or more, 60 s if not set. Caps a {@link #backoff} too. */
  public RetryPolicyBuilder maxDelay(Duration maxDelay) {
    Nanos.of("maxDelay", maxDelay);
    settings.maxDelay = maxDelay;
    return this;
  }

  /** Sets how many times longer each pause gets: 1 to 1e308, 2 if not set. Excludes {@link #backoff}. */
  public RetryPolicyBuilder exponentialBase(double exponentialBase) {
    check(
        exponentialBase >= 1 && exponentialBase <= 1e308,
        "exponentialBase must be between 1 and 1e308, was ",
        exponentialBase);
    settings.exponentialBase = exponentialBase;
    return this;
  }

  /** Turns {@link Jitter#proportional()} on, as it is if not set, or all jitter off. */
  public RetryPolicyBuilder jitter(boolean jitter) {
    return jitter(jitter ? Jitter.proportional() : Jitter.none());
  }

  /** Sets how pauses are spread. */
  public RetryPolicyBuilder jitter(Jitter jitter) {
    settings.jitter = Objects.requireNonNull(jitter, "jitter");
    return this;
  }

  /**
   * Sets the pauses, in place of the exponential ones. It stays as written, without any jitter of the policy's, unless
   * {@link #jitter} or {@link #maxDelay} are set as well. With decorrelated jitter and no cap of any kind it is cut at 60 s,
   * or at its first pause if that is longer: such a jitter would grow for ever.
   */
  public RetryPolicyBuilder backoff(Backoff backoff) {
    settings.backoff = Objects.requireNonNull(backoff, "backoff");
    return this;
  }

  /** Sets the pauses after throttled failures, on the same terms as {@link #backoff}; the same pauses if not set. */
  public RetryPolicyBuilder throttledBackoff(Backoff throttledBackoff) {
    settings.throttledBackoff = Objects.requireNonNull(throttledBackoff, "throttledBackoff");
    return this;
  }

  /**
   * Adds failures to retry on. Once anything is added, nothing else is retried. {@code Error}s, interrupts,
   * cancellations and refusals are reached by naming them (or {@code Throwable}, for errors), not by a wider class.
   */
  @SafeVarargs
  public final RetryPolicyBuilder retryOn(Class<? extends Throwable>... failures) {
    for (Class<? extends Throwable> failure : Objects.requireNonNull(failures, "failures")) {
      settings.retryOn.add(FailureRule.of(failure));
    }
    return this;
  }

  /** Adds failures to retry on. The predicate is not asked about those that must be named. */
  public RetryPolicyBuilder retryOn(Predicate<? super Throwable> failure) {
    settings.retryOn.add(new FailureRule.OfPredicate(Objects.requireNonNull(failure, "failure")));
    return this;
  }

  /** Forgets every {@code retryOn} so far, for a policy that starts from another one. */
  public RetryPolicyBuilder withoutRetryOn() {
    settings.retryOn.clear();
    return this;
  }

  /** Adds failures that end the call at once. Stronger than any {@code retryOn} and any classifier. */
  @SafeVarargs
  public final RetryPolicyBuilder abortOn(Class<? extends Throwable>... failures) {
    for (Class<? extends Throwable> failure : Objects.requireNonNull(failures, "failures")) {
      settings.abortOn.add(FailureRule.of(failure));
    }
    return this;
  }

  /** Adds failures that end the call at once. */
  public RetryPolicyBuilder abortOn(Predicate<? super Throwable> failure) {
    settings.abortOn.add(new FailureRule.OfPredicate(Objects.requireNonNull(failure, "failure")));
    return this;
  }

  /** Lets {@code retryOn} and {@code abortOn} look at the causes of a failure too. Off if not set. */
  public RetryPolicyBuilder matchCauses(boolean matchCauses) {
    settings.causes = matchCauses;
    return this;
  }

  /** Adds results of one type to retry on. A null result is of no type. */
  public <R> RetryPolicyBuilder retryOnResult(Class<R> type, Predicate<? super R> result) {
    settings.retryOnResult.add(ResultRule.of(type, Objects.requireNonNull(result, "result")));
    return this;
  }

  /** Adds results to retry on; the predicate also sees null. Calls without a result are never judged. */
  public RetryPolicyBuilder retryOnResult(Predicate<@Nullable Object> result) {
    settings.retryOnResult.add(new ResultRule(null, Objects.requireNonNull(result, "result")));
    return this;
  }

  /** Adds results of one type that are handed back at once, although they are not acceptable. */
  public <R> RetryPolicyBuilder abortOnResult(Class<R> type, Predicate<? super R> result) {
    settings.abortOnResult.add(ResultRule.of(type, Objects.requireNonNull(result, "result")));
    return this;
  }

  /** Adds results that are handed back at once, although they are not acceptable; the predicate also sees null. */
  public RetryPolicyBuilder abortOnResult(Predicate<@Nullable Object> result) {
    settings.abortOnResult.add(new ResultRule(null, Objects.requireNonNull(result, "result")));
    return this;
  }

  /** Sets what is told of each result (not null) that is thrown away, before the pause. It is closed afterwards. */
  public RetryPolicyBuilder onDiscard(Consumer<Object> onDiscard) {
    settings.onDiscard = Objects.requireNonNull(onDiscard, "onDiscard");
    return this;
  }

  /**
   * Adds a callback for each retry, before the pause: the failure (null if the attempt returned an unacceptable
   * result) and the number of the attempt that failed, from 1. What it throws is logged and dropped.
   */
  public RetryPolicyBuilder onRetry(ObjIntConsumer<@Nullable Throwable> onRetry) {
    return listener(new OnRetry(Objects.requireNonNull(onRetry, "onRetry")));
  }

  /** Adds a listener. */
  public RetryPolicyBuilder listener(RetryListener listener) {
    settings.listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /** Adds a classifier. The first one with an opinion is heard; those found on the path come last. */
  public RetryPolicyBuilder classifier(Classifier classifier) {
    settings.classifiers.add(Objects.requireNonNull(classifier, "classifier"));
    return this;
  }

  /** Adds a guard. The first one added is asked first. */
  public RetryPolicyBuilder guard(Guard guard) {
    settings.guards.add(Objects.requireNonNull(guard, "guard"));
    return this;
  }

  /** Sets the budget that retries are taken from. */
  public RetryPolicyBuilder budget(RetryBudget budget) {
    settings.budget = Objects.requireNonNull(budget, "budget");
    return this;
  }

  /**
   * Limits the whole call: no pause is begun that would cross it, and it shortens {@link #attemptTimeout}. More than
   * zero. By itself it does not stop an attempt that is under way on the calling thread; one that does not block ends with it.
   */
  public RetryPolicyBuilder maxDuration(Duration maxDuration) {
    settings.maxDuration = positive("maxDuration", maxDuration);
    return this;
  }

  /**
   * Limits each attempt. More than zero. A call on the calling thread is stopped by interrupting it: code that ignores
   * interrupts is not stopped, AWS's synchronous clients among it; set the client's own attempt timeout for those.
   */
  public RetryPolicyBuilder attemptTimeout(Duration attemptTimeout) {
    settings.attemptTimeout = positive("attemptTimeout", attemptTimeout);
    return this;
  }

  /** Sets the longest server hint that is waited for: zero or more, 5 min if not set. A longer one ends the call. */
  public RetryPolicyBuilder maxServerDelay(Duration maxServerDelay) {
    Nanos.of("maxServerDelay", maxServerDelay);
    settings.maxServerDelay = maxServerDelay;
    return this;
  }

  /** Lets a refused attempt wait as long as the guard asks, without using up an attempt. Needs a {@link #maxDuration}. */
  public RetryPolicyBuilder waitWhenRefused(boolean waitWhenRefused) {
    settings.waitWhenRefused = waitWhenRefused;
    return this;
  }

  /** Lets a last unacceptable result end in {@code RetryExhaustedException} instead of being returned. */
  public RetryPolicyBuilder throwOnExhaustedResult(boolean throwOnExhaustedResult) {
    settings.throwOnExhaustedResult = throwOnExhaustedResult;
    return this;
  }

  /** Lets classifiers and listeners found on the path take part, as they do if not set, or leaves them out. */
  public RetryPolicyBuilder discovery(boolean discovery) {
    settings.discovery = discovery;
    return this;
  }

  /** Sets where jitter draws from; must be safe for use by many threads. Each thread's own source if not set. */
  public RetryPolicyBuilder random(RandomGenerator random) {
    settings.random = Objects.requireNonNull(random, "random");
    return this;
  }

  /** Sets where time comes from; the machine's time if not set. */
  public RetryPolicyBuilder timebase(Timebase timebase) {
    settings.timebase = Objects.requireNonNull(timebase, "timebase");
    return this;
  }

  /**
   * Returns the policy. The builder can be used further and does not change it any more.
   *
   * @throws IllegalArgumentException if two settings contradict each other
   */
  public RetryPolicy build() {
    return new RetryPolicy(settings.frozen());
  }

  private static Duration positive(String name, Duration value) {
    check(
        value != null && !value.isNegative() && !value.isZero(),
        name + " must be more than zero, was ",
        String.valueOf(value));
    return value;
  }

  private static void check(boolean holds, String rule, Object was) {
    if (!holds) {
      throw new IllegalArgumentException(rule + was);
    }
  }
}
