package io.retrykit;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

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

  /** Any call of small numbers. */
  static Arbitrary<CallCase> any() {
    Arbitrary<Step> step = Arbitraries.frequency(
        Tuple.of(4, Step.RETRYABLE),
        Tuple.of(2, Step.BAD_RESULT),
        Tuple.of(2, Step.SUCCESS),
        Tuple.of(1, Step.FATAL),
        Tuple.of(1, Step.ERROR),
        Tuple.of(1, Step.INTERRUPTED));
    Arbitrary<Answer> answer = Arbitraries.frequency(
        Tuple.of(6, Answer.GRANT),
        Tuple.of(2, Answer.GRANT_AFTER_TWO),
        Tuple.of(1, Answer.REFUSE),
        Tuple.of(2, Answer.REFUSE_FOR_THREE),
        Tuple.of(1, Answer.THROW));
    Arbitrary<List<List<Answer>>> guards =
        answer.list().ofMaxSize(5).list().ofMinSize(0).ofMaxSize(3);
    Arbitrary<Integer> maxDuration =
        Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(9, 40));
    Arbitrary<Integer> interruptAt =
        Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(1, 30));
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Combinators.combine(
            step.list().ofMinSize(1).ofMaxSize(6),
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 8).list().ofMinSize(1).ofMaxSize(4),
            guards,
            flags,
            Combinators.combine(flags, maxDuration).as(Tuple::of),
            Combinators.combine(Arbitraries.integers().between(-1, 4), interruptAt)
                .as(Tuple::of))
        .as((steps, attempts, time, pauses, answers, failOpen, waiting, rest) -> new CallCase(
            steps,
            attempts,
            time,
            pauses,
            answers,
            failOpen,
            waiting.get1() && waiting.get2() > 0,
            rest.get1(),
            waiting.get2(),
            rest.get2()));
  }
}
