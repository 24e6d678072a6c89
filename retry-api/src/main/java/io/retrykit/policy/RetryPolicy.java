package io.retrykit.policy;

import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Classifier;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a user decides about a call: how often, how long, after which failures, held back by what. Immutable, and safe
 * to share by any number of calls and threads.
 *
 * <p>Defaults: 3 attempts; pauses of 1 s, doubling, at most 60 s, with proportional jitter; retries on any
 * {@code Exception}, interrupts, cancellations and refusals excepted; server hints up to 5 min; no time limits.
 */
public final class RetryPolicy {
  private final Settings settings;
  private final Backoff backoff;
  private final Backoff throttledBackoff;
  private final Selection selection;

  RetryPolicy(Settings settings) {
    this.settings = settings;
    this.backoff = settings.effectiveBackoff();
    Backoff throttled = settings.effectiveThrottledBackoff();
    this.throttledBackoff = throttled == null ? backoff : throttled;
    settings.check(backoff);
    this.selection = new Selection(
        settings.retryOn,
        settings.abortOn,
        settings.retryOnResult,
        settings.abortOnResult,
        settings.causes,
        settings.attemptTimeout != null);
  }

  /** Returns a builder with the defaults. */
  public static RetryPolicyBuilder builder() {
    return new RetryPolicyBuilder(new Settings());
  }

  /** Returns a policy with the defaults. */
  public static RetryPolicy defaults() {
    return builder().build();
  }

  /** Returns a builder with what this policy was built from. */
  public RetryPolicyBuilder toBuilder() {
    return new RetryPolicyBuilder(settings.copy());
  }

  /** Returns the name in logs, events and exceptions. */
  public String name() {
    return settings.name;
  }

  /** Returns how many attempts a call may make, the first included; {@link Integer#MAX_VALUE} without a limit. */
  public int maxAttempts() {
    return settings.maxAttempts;
  }

  /** Tells whether the number of attempts has no limit of its own. */
  public boolean isUnlimited() {
    return settings.maxAttempts == Integer.MAX_VALUE;
  }

  /** Returns the pauses after transient failures, jitter and cap included. */
  public Backoff backoff() {
    return backoff;
  }

  /** Returns the pauses after throttled failures; the same as {@link #backoff} unless set apart. */
  public Backoff throttledBackoff() {
    return throttledBackoff;
  }

  /** Returns which failures and results are retried. */
  public Selection selection() {
    return selection;
  }

  /** Returns the listeners given by hand, in their order. */
  public List<RetryListener> listeners() {
    return settings.listeners;
  }

  /** Returns the classifiers given by hand, in their order. */
  public List<Classifier> classifiers() {
    return settings.classifiers;
  }

  /** Returns the guards, in the order they are asked. */
  public List<Guard> guards() {
    return settings.guards;
  }

  /** Returns the retry budget, if there is one. */
  public Optional<RetryBudget> budget() {
    return Optional.ofNullable(settings.budget);
  }

  /** Returns how long the whole call may take, if it is limited. */
  public Optional<Duration> maxDuration() {
    return Optional.ofNullable(settings.maxDuration);
  }

  /** Returns how long one attempt may take, if it is limited. */
  public Optional<Duration> attemptTimeout() {
    return Optional.ofNullable(settings.attemptTimeout);
  }

  /** Returns the longest server hint that is waited for. */
  public Duration maxServerDelay() {
    return settings.maxServerDelay;
  }

  /** Tells whether a refused attempt is waited for, as long as the guard asks. */
  public boolean waitWhenRefused() {
    return settings.waitWhenRefused;
  }

  /** Tells whether a last unacceptable result ends in an exception. */
  public boolean throwOnExhaustedResult() {
    return settings.throwOnExhaustedResult;
  }

  /** Tells whether classifiers and listeners found on the path take part. */
  public boolean discovery() {
    return settings.discovery;
  }

  /** Returns what is told of results thrown away, if anything is. */
  public Optional<Consumer<Object>> onDiscard() {
    return Optional.ofNullable(settings.onDiscard);
  }

  /** Returns the source that jitter draws from. */
  public RandomGenerator random() {
    return settings.random;
  }

  /** Tells whether jitter draws from each thread's own source, because none was given. */
  public boolean hasDefaultRandom() {
    return settings.random == ThreadLocalSource.INSTANCE;
  }

  /** Returns where time comes from. */
  public Timebase timebase() {
    return settings.timebase;
  }

  /** Returns, in a few lines, what this policy does at worst and on average, for a person to read. */
  public String explain() {
    return Explanation.of(this);
  }

  /** Returns the policy in one line. */
  @Override
  public String toString() {
    return Explanation.line(this);
  }
}
