package io.retrykit.loop;

import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The plan, driven step by step by a loop of the user's. For one call and one thread. */
public final class HandHeld {
  private final Plan plan;
  private final RetryPolicy policy;
  private final Course course;
  private final CallState state = new CallState();
  private final long startNanos;
  private int begun; // the attempt handed out last; 0 before the first one
  private boolean failed; // the current attempt's failure is recorded
  private boolean again; // another attempt may follow it
  private boolean told; // the listeners have heard of the retry, or of giving up

  /**
   * Starts one call.
   *
   * @throws IllegalArgumentException if the policy has what needs to see successes or attempts
   */
  public HandHeld(Plan plan) {
    this.plan = plan;
    this.policy = plan.policy;
    refuse(!policy.guards().isEmpty(), "guards");
    refuse(policy.budget().isPresent(), "a budget");
    refuse(policy.selection().judgesResults(), "result rules");
    refuse(plan.attemptTimeout != Nanos.FOREVER, "an attemptTimeout");
    this.course = new Course(plan);
    this.startNanos = policy.timebase().nanos();
  }

  private void refuse(boolean has, String what) {
    if (has) {
      throw new IllegalArgumentException(
          "a context cannot see attempts succeed, so its policy must not have " + what
              + "; use retry.call instead; the policy was " + policy);
    }
  }

  /** Tells whether {@link #begin} may be called. */
  public boolean mayBegin() {
    return !failed || shouldRetry();
  }

  /** Begins the next attempt and returns its number. */
  public int begin() {
    if (failed) {
      proceed();
    }
    if (begun == state.attempt) {
      throw new IllegalStateException(
          "attempt " + begun
              + " has neither failed nor ended the loop: call recordFailure(failure), or leave the loop on success");
    }
    begun = state.attempt;
    return begun;
  }

  private void proceed() {
    if (!told) {
      tell();
    }
    failed = false;
    state.nextAttempt();
  }

  /** Records the failure of the current attempt. */
  public void recordFailure(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    if (failed) {
      if (!again) {
        throw new IllegalStateException(
            "attempt " + state.attempt + " was the last one: throw its failure");
      }
      proceed();
    }
    failed = true;
    told = false;
    state.end(failure, null);
    state.logged(failure);
    Verdict verdict = Verdict.noOpinion();
    try {
      if (state.attempt == 1) {
        Nesting.notice(state.place, policy, failure);
      }
      verdict = plan.judge.failure(failure);
      again = plan.next(state, verdict, elapsed());
    } catch (Throwable thrown) {
      again = false;
      told = true;
      throw course.callbackFailed(state, verdict, thrown);
    }
    course.tellFailed(state, verdict);
  }

  /** Tells whether another attempt may follow. */
  public boolean shouldRetry() {
    lastFailure("shouldRetry()");
    if (!again && !told) {
      tell();
    }
    return again;
  }

  private void tell() {
    Throwable failure = lastFailure("this");
    told = true;
    if (again) {
      course.tellRetry(state);
    } else {
      course.tellGaveUp(state);
      Course.ending(state, failure);
    }
  }

  private Throwable lastFailure(String asked) {
    @Nullable Throwable failure = state.failure;
    if (!failed || failure == null) {
      throw new IllegalStateException("attempt " + state.attempt
          + " has not failed yet: call recordFailure(failure) before " + asked);
    }
    return failure;
  }

  /** Returns the pause before the next attempt. */
  public long delay() {
    lastFailure("delay()");
    requireAnother();
    return state.pause;
  }

  /** Pauses, and begins the next attempt. */
  public void pause() {
    lastFailure("pause()");
    requireAnother();
    if (!told) {
      tell();
    }
    try {
      if (state.pause > 0) {
        policy.timebase().sleep(state.pause);
      } else if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("interrupted before a retry");
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      again = false;
      throw Sneaky.raise(course.interrupted(state, interrupt));
    }
    proceed();
  }

  private void requireAnother() {
    if (!again) {
      throw new IllegalStateException("no attempt may follow attempt " + state.attempt + " ("
          + state.reason + "): throw its failure; ask shouldRetry() first");
    }
  }

  /** Returns the attempt under way, or the one that has just failed. */
  public int currentAttempt() {
    return state.attempt;
  }

  /** Returns the failures kept, oldest first. */
  public List<Throwable> failures() {
    return state.failures();
  }

  /** Returns how long ago the call started, in nanoseconds. */
  public long elapsed() {
    return policy.timebase().nanos() - startNanos;
  }
}
