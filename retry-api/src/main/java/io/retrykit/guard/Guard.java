package io.retrykit.guard;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may hold back an attempt. The engine asks {@link #admit} before each one. After a grant it calls exactly one of
 * {@link #succeeded}, {@link #failed}, {@link #abandoned} and {@link #released}, whatever happens: the attempt throws an {@code Error},
 * the call is cancelled, a later guard refuses. Several guards are asked in the order written and told in the reverse
 * one.
 *
 * <p>Implementations are safe for use by many threads and hold no lock while they are asked or told. {@code admit} does
 * not block: it answers {@link Admission#grantedAfter} or {@link Admission#pending} instead. A guard that throws
 * refuses, unless it is {@link #failOpen}; what it throws when told is logged and dropped.
 *
 * <p>A lease should carry the generation it was given in, so that a late outcome of an earlier one changes nothing, and
 * should expire, for the case that a process forgets it.
 */
public interface Guard {
  /** Returns a name for messages, events and logs. */
  String name();

  /** Answers whether an attempt may be made. */
  Admission admit(AdmissionRequest request);

  /**
   * An attempt returned a result that the policy accepts.
   *
   * @param lease the lease it was granted
   * @param result what it returned, possibly null
   * @param nanos how long the attempt took; {@link Admission#UNKNOWN} unless {@link #timed}
   */
  default void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {}

  /**
   * An attempt threw, or returned a result that the policy does not accept.
   *
   * @param lease the lease it was granted
   * @param outcome what it threw or returned
   * @param verdict what the policy made of it
   * @param nanos how long the attempt took; {@link Admission#UNKNOWN} unless {@link #timed}
   */
  default void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {}

  /**
   * An attempt was begun, and was cancelled, was interrupted, or ended in an {@code Error}: neither success nor failure.
   *
   * @param lease the lease it was granted
   */
  default void abandoned(@Nullable Object lease) {}

  /**
   * An attempt was granted but never made, because a later guard refused or the call ended first: what it would have
   * cost can be given back in full. In place of {@link #abandoned}, which it calls unless overridden.
   *
   * @param lease the lease it was granted
   */
  default void released(@Nullable Object lease) {
    abandoned(lease);
  }

  /** Tells whether this guard wants to know how long attempts take, which costs two clock readings each. */
  default boolean timed() {
    return false;
  }

  /** Tells whether attempts are let through when {@link #admit} throws, unguarded. */
  default boolean failOpen() {
    return false;
  }

  /**
   * Makes the exception a refused call ends with.
   *
   * @param refusal this guard's answer
   * @param lastFailure the last real failure of the call, or null
   */
  default AttemptRefusedException refusal(Admission refusal, @Nullable Throwable lastFailure) {
    long nanos = refusal.retryAfterNanos();
    Duration retryAfter = nanos < 0 ? null : Duration.ofNanos(nanos);
    return new AttemptRefusedException(name(), refusal.reason(), retryAfter, lastFailure);
  }
}
