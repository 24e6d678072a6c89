package io.retrykit;

import java.util.List;

/**
 * One random call: what each attempt does, what each guard answers each time it is asked, and the policy. All times are
 * milliseconds.
 *
 * @param steps what the attempts do; the last one again and again
 * @param attemptTime how long each attempt takes
 * @param pauses the backoff; the last one again and again
 * @param answers of each guard, in the order it is asked; it grants from then on
 * @param tokens how many retries the budget has; below zero: no budget
 * @param maxDuration zero: none
 * @param interruptAt when somebody interrupts the thread; zero: never
 */
record CallCase(
    List<Step> steps,
    int maxAttempts,
    int attemptTime,
    List<Integer> pauses,
    List<List<Answer>> answers,
    boolean failOpen,
    boolean waitWhenRefused,
    int tokens,
    int maxDuration,
    int interruptAt) {

  /** What an attempt does. */
  enum Step {
    SUCCESS,
    RETRYABLE,
    FATAL,
    ERROR,
    BAD_RESULT,
    INTERRUPTED
  }

  /** What a guard answers. */
  enum Answer {
    GRANT,
    GRANT_AFTER_TWO,
    REFUSE,
    REFUSE_FOR_THREE,
    THROW
  }

  Step step(int attempt) {
    return steps.get(Math.min(attempt, steps.size()) - 1);
  }

  int pause(int failures) {
    return pauses.get(Math.min(failures, pauses.size()) - 1);
  }

  Answer answer(int guard, int asked) {
    List<Answer> own = answers.get(guard);
    return asked < own.size() ? own.get(asked) : Answer.GRANT;
  }
}
