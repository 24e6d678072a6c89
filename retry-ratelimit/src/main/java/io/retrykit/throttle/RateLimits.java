package io.retrykit.throttle;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.throttle.LimitClassifier.Reach;
import io.retrykit.throttle.hint.HeaderSource;
import io.retrykit.throttle.shape.Signal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Recognising rate limits, and policies made for them. {@code Retry.with(RateLimits.policy())} is all it takes.
 *
 * <p>A rate limit is recognised by the error code (all of AWS's, whatever the exception's class; gRPC's, OpenAI's,
 * Anthropic's), by the status 429 wherever a failure or a result carries one, by the shape of its accessors (java.net.http,
 * AWS, Spring, OkHttp, Retrofit, Apache, JAX-RS, Feign, Google, Azure, gRPC), or by what a message says, anywhere in the chain of
 * causes. Accessors are public methods of public types; those of a package that its module does not export are not seen,
 * nor are those that may have to read from a stream. Servers' hints about when to come back are obeyed as {@code io.retrykit.throttle.hint} reads them. The classifiers
 * never throw, whatever they are shown. Everything here is immutable and safe for use by many threads.
 */
public final class RateLimits {
  /** The name of {@link #policy()}. */
  public static final String NAME = "rate-limit";

  private static final Duration AWS_LONGEST = Duration.ofSeconds(20);

  private RateLimits() {}

  /**
   * Returns a policy for services that throttle: 5 attempts, pauses of 2 s, doubling up to 120 s, each spread
   * proportionally. It retries rate limits, and what the server itself asks to be retried, and nothing else: classifiers
   * found on the path do not widen it, a {@code retryOn} of one's own does.
   */
  public static RetryPolicy policy() {
    return policy(limits(), "rate limits");
  }

  /**
   * Returns the same policy for one's own exceptions in place of what is recognised: only failures that are of one of
   * these types, or have one among their causes, are retried. Their headers, if they have any, are still read for hints.
   *
   * @param rateLimitExceptions the types, subclasses included
   * @throws IllegalArgumentException if there are none
   */
  @SafeVarargs
  public static RetryPolicy policy(Class<? extends Throwable>... rateLimitExceptions) {
    Classifier named = named(listed(rateLimitExceptions));
    return policy(named, named.toString());
  }

  private static RetryPolicy policy(Classifier classifier, String words) {
    return RetryPolicy.builder()
        .name(NAME)
        .maxAttempts(5)
        .initialDelay(Duration.ofSeconds(2))
        .exponentialBase(2)
        .maxDelay(Duration.ofSeconds(120))
        .jitter(Jitter.proportional())
        .classifier(classifier)
        .retryOn(new NothingElse(words))
        .build();
  }

  /**
   * Returns the classifier that this jar plugs into every policy: throttled, transient, given up or no opinion, with the
   * server's hints. A request that no retry cures (most of the statuses 4xx) is given up.
   */
  public static Classifier classifier() {
    return new LimitClassifier(Reach.EVERYTHING, InstantSource.system());
  }

  /**
   * Returns the same classifier without its opinion on requests that no retry cures, for policies that say themselves
   * what is worth a retry.
   */
  public static Classifier refiningClassifier() {
    return new LimitClassifier(Reach.WITHOUT_HOPELESS, InstantSource.system());
  }

  /** Returns a classifier that has an opinion on rate limits alone, and on what the server itself decides. */
  static Classifier limits() {
    return new LimitClassifier(Reach.LIMITS, InstantSource.system());
  }

  /**
   * Returns a classifier for one's own exceptions in place of what is recognised.
   *
   * @param rateLimitExceptions the types, subclasses included, looked for along the causes
   * @throws IllegalArgumentException if there are none
   */
  @SafeVarargs
  public static Classifier classifier(Class<? extends Throwable>... rateLimitExceptions) {
    return named(listed(rateLimitExceptions));
  }

  @SafeVarargs
  private static List<Class<? extends Throwable>> listed(Class<? extends Throwable>... types) {
    List<Class<? extends Throwable>> list = new ArrayList<>();
    for (Class<? extends Throwable> type : Objects.requireNonNull(types, "rateLimitExceptions")) {
      list.add(Objects.requireNonNull(type, "rateLimitExceptions"));
    }
    return list;
  }

  private static Classifier named(List<Class<? extends Throwable>> types) {
    if (types.isEmpty()) {
      throw new IllegalArgumentException("rateLimitExceptions must name one type or more, was []");
    }
    return new NamedTypes(types, InstantSource.system());
  }

  /** Tells whether a failure, or one of its causes, is a rate limit that a retry can outlast. */
  public static boolean isRateLimit(Throwable failure) {
    return limits().classify(Objects.requireNonNull(failure, "failure")).isThrottled();
  }

  /**
   * Judges a response by status and headers, for clients that nothing here knows.
   *
   * @param status the HTTP status
   * @param headers its headers
   * @throws IllegalArgumentException if {@code status} is not between 100 and 599
   */
  public static Verdict verdict(int status, HeaderSource headers) {
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("status must be between 100 and 599, was " + status);
    }
    if (status < 400) {
      return Verdict.noOpinion();
    }
    Signal signal = Signal.of(status, Objects.requireNonNull(headers, "headers"));
    return Recognition.of(signal, Kind.UNKNOWN, false, InstantSource.system().instant())
        .verdict(true, status);
  }

  /**
   * Returns the standard retry mode of the AWS SDKs: 3 attempts; pauses of 1 s, doubling up to 20 s, with full jitter; a
   * server's hint is obeyed up to 20 s; 500 tokens that retries are paid from, shared by whoever shares the policy. Retries
   * what is throttled or transient.
   */
  public static RetryPolicy awsStandard() {
    return aws("aws-standard", AWS_LONGEST, Duration.ofNanos(Long.MAX_VALUE))
        .backoff(fullJitter(Duration.ofSeconds(1)))
        .budget(AwsRetryBudget.standard())
        .build();
  }

  /**
   * Returns the standard retry mode of the AWS SDKs by the rules of 2026: as {@link #awsStandard()}, but the first pause
   * after a transient failure is 50 ms, after a throttled one 1 s; a server's hint reaches 5 s beyond the own delay; the
   * tokens are dearer.
   */
  public static RetryPolicy awsStandard2026() {
    return aws("aws-standard-2026", Duration.ofNanos(Long.MAX_VALUE), Duration.ofSeconds(5))
        .backoff(fullJitter(Duration.ofMillis(50)))
        .throttledBackoff(fullJitter(Duration.ofSeconds(1)))
        .budget(AwsRetryBudget.standard2026())
        .build();
  }

  private static RetryPolicyBuilder aws(String name, Duration longest, Duration reach) {
    Classifier everything = refiningClassifier();
    return RetryPolicy.builder()
        .name(name)
        .maxAttempts(3)
        .classifier(new ClampedHints(everything, longest, reach))
        .retryOn(new NothingElse(everything.toString()));
  }

  private static Backoff fullJitter(Duration first) {
    return Backoff.exponential(first, 2, AWS_LONGEST).jittered(Jitter.full());
  }
}
