package io.retrykit.policy;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.call.AttemptTimeoutException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which failures and results are selected, by what the user wrote. */
class SelectionTest {
  private final IOException reset = new IOException("reset");

  static Stream<Throwable> mustBeNamed() {
    return Stream.of(
        new OutOfMemoryError("heap"),
        new AssertionError("no"),
        new InterruptedException("stop"),
        new CancellationException("cancelled"),
        new AttemptRefusedException("breaker", "open", null, null),
        new Throwable("neither error nor exception"));
  }

  /** SPEC 3.2. */
  @Test
  void retries_whereNothingIsWritten_isAnyException() {
    Selection selection = selection(policy -> policy);
    assertThat(selection.retries(reset)).isTrue();
    assertThat(selection.retries(new IllegalStateException())).isTrue();
    assertThat(selection.aborts(reset)).isFalse();
    assertThat(selection.isWritten()).isFalse();
  }

  /** SPEC 3.2. */
  @Test
  void retries_aClass_reachesItsSubclassesAndNothingElse() {
    Selection selection = selection(policy -> policy.retryOn(IOException.class));
    assertThat(selection.retries(reset)).isTrue();
    assertThat(selection.retries(new FileNotFoundException())).isTrue();
    assertThat(selection.retries(new Exception())).isFalse();
    assertThat(selection.retries(new IllegalStateException(reset))).isFalse();
    assertThat(selection.isWritten()).isTrue();
  }

  /** SPEC 3.2. */
  @Test
  void retries_severalRules_isAnyOfThem() {
    Selection selection = selection(policy -> policy
        .retryOn(FileNotFoundException.class, ArithmeticException.class)
        .retryOn(failure -> "reset".equals(failure.getMessage())));
    assertThat(selection.retries(new ArithmeticException())).isTrue();
    assertThat(selection.retries(new FileNotFoundException())).isTrue();
    assertThat(selection.retries(reset)).isTrue();
    assertThat(selection.retries(new IOException("other"))).isFalse();
  }

  @Test
  void withoutRetryOn_forgetsTheFailuresWritten() {
    Selection selection = selection(policy -> policy.retryOn(IOException.class).withoutRetryOn());
    assertThat(selection.retries(new IllegalStateException())).isTrue();
    assertThat(selection.isWritten()).isFalse();
  }

  /** SPEC 3.3. */
  @ParameterizedTest
  @MethodSource("mustBeNamed")
  void retries_whatMustBeNamed_isReachedByNothingWider(Throwable failure) {
    assertThat(Selection.mustBeNamed(failure)).isTrue();
    assertThat(selection(policy -> policy).retries(failure)).isFalse();
    assertThat(selection(policy -> policy.retryOn(any -> true)).retries(failure))
        .isFalse();
    assertThat(selection(policy -> policy
                .retryOn(Exception.class, RuntimeException.class)
                .retryOn(IllegalStateException.class))
            .retries(failure))
        .isFalse();
    assertThat(
            selection(policy -> policy.matchCauses(true).retryOn(any -> true)).retries(failure))
        .isFalse();
  }

  /** SPEC 3.3. */
  @ParameterizedTest
  @MethodSource("mustBeNamed")
  void retries_whatMustBeNamed_isReachedByItsOwnClass(Throwable failure) {
    assertThat(selection(policy -> policy.retryOn(failure.getClass())).retries(failure))
        .isTrue();
  }

  /** SPEC 3.3. */
  @Test
  void retries_throwable_namesErrorsButNotInterrupts() {
    Selection selection = selection(policy -> policy.retryOn(Throwable.class));
    assertThat(selection.retries(new OutOfMemoryError())).isTrue();
    assertThat(selection.retries(new Throwable())).isTrue();
    assertThat(selection.retries(reset)).isTrue();
    assertThat(selection.retries(new InterruptedException())).isFalse();
    assertThat(selection.retries(new CancellationException())).isFalse();
  }

  /** SPEC 3.3. */
  @Test
  void retries_aNamedKind_reachesItsSubclassesNotTheOtherWayRound() {
    Selection wide = selection(policy -> policy.retryOn(CancellationException.class));
    assertThat(wide.retries(new Withdrawn())).isTrue();
    Selection narrow = selection(policy -> policy.retryOn(Withdrawn.class));
    assertThat(narrow.retries(new Withdrawn())).isTrue();
    assertThat(narrow.retries(new CancellationException())).isFalse();
  }

  @Test
  void retries_whatMustBeNamed_neverAsksAPredicate() {
    List<Throwable> asked = new ArrayList<>();
    Selection selection = selection(policy -> policy.retryOn(asked::add));
    assertThat(selection.retries(new InterruptedException())).isFalse();
    assertThat(asked).isEmpty();
  }

  /** SPEC 3.9. */
  @Test
  void retries_theAttemptTimeout_whateverIsWritten() {
    AttemptTimeoutException timeout = new AttemptTimeoutException(1, ofSeconds(1), null);
    Selection selection =
        selection(policy -> policy.retryOn(IOException.class).attemptTimeout(ofSeconds(1)));
    assertThat(selection.retries(timeout)).isTrue();
    Selection foreign = selection(policy -> policy.retryOn(IOException.class));
    assertThat(foreign.retries(timeout)).as("the timeout of a policy inside").isFalse();
    Selection aborting = selection(policy -> policy.abortOn(AttemptTimeoutException.class));
    assertThat(aborting.aborts(timeout)).isTrue();
  }

  @Test
  void aborts_whatIsWritten_errorsIncluded() {
    Selection selection = selection(policy -> policy
        .retryOn(IOException.class)
        .abortOn(FileNotFoundException.class, OutOfMemoryError.class)
        .abortOn(failure -> failure.getMessage() == null));
    assertThat(selection.aborts(new FileNotFoundException("gone"))).isTrue();
    assertThat(selection.aborts(new OutOfMemoryError("heap"))).isTrue();
    assertThat(selection.aborts(new IOException())).isTrue();
    assertThat(selection.aborts(reset)).isFalse();
  }

  /** SPEC 3.4. */
  @Test
  void causes_areLookedAt_onlyIfAskedFor() {
    Exception wrapped = new IllegalStateException(new RuntimeException(reset));
    UnaryOperator<RetryPolicyBuilder> rules =
        policy -> policy.retryOn(IOException.class).abortOn(failure -> failure == reset);
    assertThat(selection(rules).retries(wrapped)).isFalse();
    assertThat(selection(rules).aborts(wrapped)).isFalse();
    Selection causes = selection(policy -> rules.apply(policy).matchCauses(true));
    assertThat(causes.retries(wrapped)).isTrue();
    assertThat(causes.aborts(wrapped)).isTrue();
    assertThat(causes.retries(new IllegalStateException())).isFalse();
    assertThat(selection(policy -> rules.apply(policy).matchCauses(true).matchCauses(false))
            .retries(wrapped))
        .isFalse();
  }

  /** SPEC 3.4. */
  @Test
  void causes_inACircle_areLookedAtOnce() {
    Exception one = new Exception("one");
    Exception other = new Exception("other", one);
    one.initCause(other);
    Selection selection = selection(policy -> policy.retryOn(IOException.class).matchCauses(true));
    assertThat(selection.retries(one)).isFalse();
    assertThat(selection.aborts(other)).isFalse();
  }

  /** SPEC 3.3: the cause of an interrupt does not make it worth a retry. */
  @Test
  void causes_ofWhatMustBeNamed_doNotSelectIt() {
    Throwable interrupt = new InterruptedException().initCause(reset);
    Selection selection = selection(policy -> policy.retryOn(IOException.class).matchCauses(true));
    assertThat(selection.retries(interrupt)).isFalse();
  }

  /** SPEC 3.8. */
  @Test
  void results_unlessWritten_areNotJudged() {
    Selection selection = selection(policy -> policy.retryOn(IOException.class));
    assertThat(selection.judgesResults()).isFalse();
    assertThat(selection.retriesResult(null)).isFalse();
    assertThat(selection.abortsResult(reset)).isFalse();
  }

  /** SPEC 3.8. */
  @Test
  void results_ofAType_areTheOnlyOnesItsPredicateSees() {
    Selection selection = selection(policy -> policy
        .retryOnResult(Integer.class, status -> status >= 500)
        .abortOnResult(String.class, String::isEmpty));
    assertThat(selection.judgesResults()).isTrue();
    assertThat(selection.isWritten()).isTrue();
    assertThat(selection.retriesResult(503)).isTrue();
    assertThat(selection.retriesResult(200)).isFalse();
    assertThat(selection.retriesResult("503")).isFalse();
    assertThat(selection.retriesResult(null)).isFalse();
    assertThat(selection.abortsResult("")).isTrue();
    assertThat(selection.abortsResult("text")).isFalse();
    assertThat(selection.abortsResult(null)).isFalse();
  }

  /** SPEC 3.8. */
  @Test
  void results_ofNoType_includeNull() {
    Selection selection = selection(
        policy -> policy.retryOnResult(result -> result == null).abortOnResult("never"::equals));
    assertThat(selection.retriesResult(null)).isTrue();
    assertThat(selection.retriesResult("text")).isFalse();
    assertThat(selection.abortsResult("never")).isTrue();
    assertThat(selection.abortsResult(null)).isFalse();
  }

  @Test
  void judgesResults_withAnAbortAlone_isTrueButNothingIsWritten() {
    Selection selection = selection(policy -> policy.abortOnResult("no"::equals));
    assertThat(selection.judgesResults()).isTrue();
    assertThat(selection.isWritten()).isFalse();
  }

  @Test
  void predicates_thatThrow_throwThat() {
    Selection selection = selection(policy -> policy.retryOn(failure -> {
      throw new IllegalStateException("mine");
    }));
    assertThatIllegalStateException()
        .isThrownBy(() -> selection.retries(reset))
        .withMessage("mine");
  }

  @Test
  void toString_saysWhatIsSelected() {
    assertThat(selection(policy -> policy)).hasToString("any exception");
    assertThat(selection(policy ->
            policy.retryOn(IOException.class, OutOfMemoryError.class).retryOn(any -> true)))
        .hasToString("IOException, OutOfMemoryError, a predicate");
    assertThat(selection(policy ->
            policy.retryOnResult(Integer.class, status -> status > 500).retryOnResult(any -> true)))
        .hasToString("any exception; results: a predicate on Integer, a predicate");
    assertThat(selection(policy -> policy.abortOn(IOException.class)))
        .hasToString("any exception; but not IOException");
    assertThat(selection(policy -> policy.abortOnResult(String.class, String::isEmpty)))
        .hasToString("any exception; but not results: a predicate on String");
    assertThat(selection(policy ->
            policy.abortOn(IOException.class).abortOnResult(any -> true).matchCauses(true)))
        .hasToString("any exception; but not IOException, results: a predicate; causes included");
  }

  private static Selection selection(UnaryOperator<RetryPolicyBuilder> rules) {
    return rules.apply(RetryPolicy.builder()).build().selection();
  }

  private static final class Withdrawn extends CancellationException {
    private static final long serialVersionUID = 1L;
  }
}
