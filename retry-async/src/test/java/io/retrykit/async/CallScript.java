package io.retrykit.async;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A call made up: what its attempts come to, what its guards answer, and its settings. Times are milliseconds; -1 says
 * that a limit is not set.
 *
 * @param attempts what they come to, one after the other; the last again and again
 * @param pauses the backoff
 * @param answers of each guard, one after the other, and then it grants
 * @param tokens how many retries the budget allows
 */
record CallScript(
    List<Attempted> attempts,
    List<Integer> pauses,
    List<List<Answer>> answers,
    Limits limits,
    int tokens) {

  /** What an attempt comes to. */
  enum End {
    GOOD,
    BAD_RESULT,
    RETRYABLE,
    FATAL,
    ERROR
  }

  /** How it comes to it. */
  enum Way {
    AT_ONCE,
    THROWN,
    NO_STAGE,
    LATER,
    LATER_AND_CANNOT_BE_CANCELLED,
    LATER_BY_ANOTHER_KIND_OF_STAGE,
    NEVER
  }

  /** An attempt. */
  record Attempted(Way way, End end, int time) {
    boolean lasts() {
      return way.compareTo(Way.LATER) >= 0;
    }
  }

  /** What a guard says; those from {@code PENDING} on say it later, or never. */
  enum Answer {
    GRANT,
    GRANT_AFTER_TWO,
    REFUSE,
    REFUSE_FOR_THREE,
    THROW,
    PENDING,
    PENDING_REFUSED,
    PENDING_FAILED,
    PENDING_FOR_EVER
  }

  /** The settings. */
  record Limits(
      int maxAttempts, int maxDuration, int attemptTimeout, boolean waits, boolean failOpen) {}

  Attempted attempt(int number) {
    return attempts.get(Math.min(number, attempts.size()) - 1);
  }

  Answer answer(int guard, int number) {
    List<Answer> given = answers.get(guard);
    return number < given.size() ? given.get(number) : Answer.GRANT;
  }

  /** Tells whether there is a stage that may be waited for and never completes. */
  boolean mayWaitForEver() {
    return attempts.stream().anyMatch(attempt -> attempt.way() == Way.NEVER)
        || answers.stream().anyMatch(given -> given.contains(Answer.PENDING_FOR_EVER));
  }

  /** Makes up calls whose attempts end in any of these ways. */
  static Arbitrary<CallScript> any(Arbitrary<Way> ways, Arbitrary<Answer> answers, int timeout) {
    Arbitrary<End> ends = Arbitraries.frequency(
        Tuple.of(5, End.RETRYABLE),
        Tuple.of(2, End.BAD_RESULT),
        Tuple.of(2, End.GOOD),
        Tuple.of(1, End.FATAL),
        Tuple.of(1, End.ERROR));
    Arbitrary<Attempted> attempts =
        Combinators.combine(ways, ends, Arbitraries.integers().between(0, 6)).as(Attempted::new);
    Arbitrary<Limits> limits = Combinators.combine(
            Arbitraries.integers().between(1, 4),
            limit(6, 30),
            timeout < 0 ? Arbitraries.just(-1) : limit(1, timeout),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Limits::new);
    return Combinators.combine(
            attempts.list().ofMinSize(1).ofMaxSize(5),
            Arbitraries.integers().between(0, 5).list().ofMinSize(1).ofMaxSize(3),
            answers.list().ofMaxSize(5).list().ofMaxSize(2),
            limits,
            Arbitraries.frequency(Tuple.of(3, -1), Tuple.of(1, 0), Tuple.of(1, 1), Tuple.of(1, 2)))
        .as(CallScript::new);
  }

  private static Arbitrary<Integer> limit(int least, int most) {
    return Arbitraries.oneOf(Arbitraries.just(-1), Arbitraries.integers().between(least, most));
  }
}
