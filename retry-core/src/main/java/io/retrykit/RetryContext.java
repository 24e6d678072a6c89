package io.retrykit;

import io.retrykit.loop.HandHeld;
import io.retrykit.loop.Plan;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The steps of one call, for a loop of one's own: iterate over the attempts, leave the loop on success, and for each
 * failure {@link #recordFailure}, ask {@link #shouldRetry}, then {@link #pause}.
 *
 * <pre>{@code
 * RetryContext ctx = retry.context();
 * String result = null;
 * for (int attempt : ctx) {
 *   try {
 *     result = invoke(prompt);
 *     break;
 *   } catch (IOException e) {
 *     ctx.recordFailure(e);
 *     if (!ctx.shouldRetry()) throw e;
 *     ctx.pause();
 *   }
 * }
 * }</pre>
 *
 * <p>Calls in the wrong order are an {@link IllegalStateException} that says what to do. For one call and one thread.
 */
public final class RetryContext implements Iterable<Integer> {
  private final HandHeld steps;
  private boolean iterating;

  RetryContext(Plan plan) {
    this.steps = new HandHeld(plan);
  }

  /**
   * Returns the attempts: 1, 2 and so on, as long as there may be another one.
   *
   * @throws IllegalStateException if it has been called before: each call needs a context of its own
   */
  @Override
  public Iterator<Integer> iterator() {
    if (iterating) {
      throw new IllegalStateException(
          "a context serves one call, ask retry.context() for another one");
    }
    iterating = true;
    return new Attempts();
  }

  /**
   * Records that the current attempt failed. Decides whether another one may follow, and how long to pause.
   *
   * @throws IllegalStateException if no attempt is under way, because the last one allowed has failed
   */
  public void recordFailure(Throwable failure) {
    steps.recordFailure(failure);
  }

  /**
   * Tells whether another attempt may follow the failure recorded. If not, the earlier failures are attached to it,
   * for the caller to throw.
   *
   * @throws IllegalStateException if no failure of the current attempt is recorded
   */
  public boolean shouldRetry() {
    return steps.shouldRetry();
  }

  /**
   * Returns the pause that {@link #pause} will make: drawn once for each failure, the same until the next one.
   *
   * @throws IllegalStateException if no failure of the current attempt is recorded, or no attempt may follow it
   */
  public Duration delay() {
    return Duration.ofNanos(steps.delay());
  }

  /**
   * Pauses before the next attempt. If the thread is interrupted the failure recorded is thrown, whatever its type,
   * the {@code InterruptedException} suppressed on it and the flag set.
   *
   * @throws IllegalStateException if no failure of the current attempt is recorded, or no attempt may follow it
   */
  public void pause() {
    steps.pause();
  }

  /** Returns the attempt under way, or the one that has just failed, from 1. */
  public int currentAttempt() {
    return steps.currentAttempt();
  }

  /** Returns the failures recorded, oldest first; of many, the first one and the newest fifteen. */
  public List<Throwable> failures() {
    return steps.failures();
  }

  /** Returns how long ago this context was made. */
  public Duration elapsed() {
    return Duration.ofNanos(steps.elapsed());
  }

  private final class Attempts implements Iterator<Integer> {
    @Override
    public boolean hasNext() {
      return steps.mayBegin();
    }

    @Override
    public Integer next() {
      if (!steps.mayBegin()) {
        throw new NoSuchElementException("no further attempt after " + currentAttempt());
      }
      return steps.begin();
    }
  }
}
