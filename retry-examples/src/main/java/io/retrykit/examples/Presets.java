package io.retrykit.examples;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;

/**
 * Settings to begin with, and the reason for each figure. The same as {@code presets.properties}. Take the one whose
 * description fits, then change what you have measured.
 */
@SuppressWarnings("MemberName") // as they are written on the command line
public enum Presets {
  /** What the examples use: short pauses, so that a person can watch. */
  example {
    @Override
    public RetryPolicy policy() {
      return named("claude").maxAttempts(5).initialDelay(ofMillis(200)).build();
    }
  },

  /**
   * A fast and reliable API, with somebody who waits for the answer. A failure is rare and short: a lost connection, a node
   * being replaced. Three attempts, as a third failure in a row is an outage, which more attempts only feed. 50 ms is some
   * ten times what an answer takes, and not felt; the cap of 1 s is never reached by two pauses, it is there for who
   * raises the attempts. Full jitter, as many clients fail at one moment. An attempt has 2 s, some hundred times the
   * usual answer; the call 5 s, after which nobody waits any more.
   */
  fast {
    @Override
    public RetryPolicy policy() {
      return named("fast")
          .maxAttempts(3)
          .initialDelay(ofMillis(50))
          .maxDelay(ofSeconds(1))
          .jitter(Jitter.full())
          .attemptTimeout(ofSeconds(2))
          .maxDuration(ofSeconds(5))
          .build();
    }
  },

  /**
   * A slow API with rate limits, such as a large language model. Limits are counted by the minute, so pauses have to add
   * up to more than one: the six between seven attempts, doubling from 2 s and cut at 60 s, are 122 s, and at least 61 s
   * with proportional jitter. Throttling begins at 5 s, since what comes sooner is refused again and may count against the
   * limit. A server's own word is waited for up to 2 minutes. An answer takes a minute at worst, so an attempt has
   * 2 minutes, and the call 10.
   */
  slow {
    @Override
    public RetryPolicy policy() {
      return named("slow")
          .maxAttempts(7)
          .initialDelay(ofSeconds(2))
          .maxDelay(ofSeconds(60))
          .jitter(Jitter.proportional())
          .throttledBackoff(Backoff.exponential(ofSeconds(5), 2, ofSeconds(60)))
          .maxServerDelay(ofMinutes(2))
          .attemptTimeout(ofMinutes(2))
          .maxDuration(ofMinutes(10))
          .build();
    }
  },

  /**
   * An operation that must be done and may be late: a payment's booking, an order's last step. It has to be idempotent.
   * It lives through a failover: the nine pauses between ten attempts, doubling from 500 ms and cut at 60 s, are 183 s, and
   * at least half of that with equal jitter. A server's own word is waited for up to 5 minutes. An attempt has 30 s, as
   * a hung connection must not take the time of the others, and the call 15 minutes, after which a person has to look.
   */
  critical {
    @Override
    public RetryPolicy policy() {
      return named("critical")
          .maxAttempts(10)
          .initialDelay(ofMillis(500))
          .maxDelay(ofSeconds(60))
          .jitter(Jitter.equal())
          .maxServerDelay(ofMinutes(5))
          .attemptTimeout(ofSeconds(30))
          .maxDuration(ofMinutes(15))
          .build();
    }
  };

  /** Returns the policy, made anew. */
  public abstract RetryPolicy policy();

  private static RetryPolicyBuilder named(String name) {
    return RetryPolicy.builder().name(name);
  }
}
