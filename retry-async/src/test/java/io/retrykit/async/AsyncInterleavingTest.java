package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.async.CallScript.Answer;
import io.retrykit.async.CallScript.Way;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/**
 * SPEC 23.2, SPEC 23.3, SPEC 23.4, SPEC 23.8: whatever comes between what, a call ends once, and nothing of it is left:
 * no moment waited for, no grant without its end, no result that nobody closes, no retry paid for and not made.
 */
class AsyncInterleavingTest {
  private static int cancelled;
  private static int late;

  /** What somebody does to the future. */
  enum Meddling {
    NOTHING,
    CANCEL,
    COMPLETE,
    FAIL,
    OBTRUDE
  }

  /** When: at a time, or in the midst of something. */
  enum Moment {
    LATER,
    IN_AN_ATTEMPT,
    IN_A_LISTENER,
    IN_A_CALLBACK_OF_THE_STAGE
  }

  /** Where the call goes on. */
  enum Place {
    AT_ONCE,
    A_MILLISECOND_LATER
  }

  /** Somebody, and where the call runs. */
  record Around(Meddling meddling, Moment moment, int at, Place place) {}

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void call_ends_once_andLeavesNothing(
      @ForAll("scripts") CallScript script, @ForAll("arounds") Around around) {
    Run run = new Run(script, around);
    run.begin();
    run.time.advance(ofSeconds(1));
    if (!run.future.isDone()) { // it waits for what never comes
      assertThat(script.mayWaitForEver()).as("%s", run.witness.lines).isTrue();
      run.future.cancel(true);
    }
    assertThat(run.future).isDone();
    assertThat(run.witness.waits()).as("moments waited for").isZero();
    int begun = run.attempts.begun();
    run.time.advance(ofSeconds(1));
    SoftAssertions.assertSoftly(all -> run.check(all, begun));
  }

  @AfterContainer
  static void interleavings_wereOfAllKinds() {
    assertThat(cancelled).isGreaterThan(100);
    assertThat(late).isGreaterThan(100);
  }

  @Provide
  Arbitrary<CallScript> scripts() {
    return CallScript.any(Arbitraries.of(Way.class), Arbitraries.of(Answer.class), 8);
  }

  @Provide
  Arbitrary<Around> arounds() {
    return Combinators.combine(
            Arbitraries.of(Meddling.class),
            Arbitraries.of(Moment.class),
            Arbitraries.integers().between(0, 40),
            Arbitraries.of(Place.class))
        .as(Around::new);
  }

  private static final class Run {
    private final VirtualTimebase time = VirtualTimebase.manual();
    private final Product theirs = new Product("theirs", false);
    private final CallWitness witness;
    private final ScriptedAttempts attempts;
    private final Around around;
    private CompletableFuture<Product> future = new CompletableFuture<>();
    private int completions;
    private @Nullable Object end;
    private boolean returned;

    Run(CallScript script, Around around) {
      this.around = around;
      this.witness = new CallWitness(script, time);
      this.attempts = new ScriptedAttempts(script, witness);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is the end that is looked at
    void begin() {
      RetryPolicy policy = witness.policy().toBuilder()
          .listener(event -> meddle(Moment.IN_A_LISTENER, event.attempt()))
          .build();
      future = AsyncRetry.with(policy).withExecutor(executor()).call(() -> {
        meddle(Moment.IN_AN_ATTEMPT, attempts.begun() + 1);
        return attempts.begin();
      });
      returned = true;
      future.whenComplete((product, failure) -> {
        completions++;
        end = failure == null ? product : failure;
        meddle(Moment.IN_A_CALLBACK_OF_THE_STAGE, around.at());
      });
      if (around.moment() == Moment.LATER) {
        witness.later(Math.floorMod(around.at(), 40), () -> meddle(Moment.LATER, around.at()));
      }
    }

    private Executor executor() {
      return switch (around.place()) {
        case AT_ONCE -> Runnable::run;
        case A_MILLISECOND_LATER -> task -> witness.later(1, task);
      };
    }

    private void meddle(Moment moment, int at) {
      if (!returned
          || moment != around.moment()
          || (moment != Moment.LATER && at != 1 + Math.floorMod(around.at(), 4))) {
        return;
      }
      boolean first = switch (around.meddling()) {
        case NOTHING -> false;
        case CANCEL -> future.cancel(true);
        case COMPLETE -> future.complete(theirs);
        case FAIL -> future.completeExceptionally(new IllegalStateException("theirs"));
        case OBTRUDE -> {
          boolean open = !future.isDone();
          if (open) {
            future.obtrudeValue(theirs);
          }
          yield open;
        }
      };
      cancelled += first ? 1 : 0;
    }

    void check(SoftAssertions all, int begunAtTheEnd) {
      all.assertThat(completions).as("completions").isOne();
      all.assertThat(end).as("wrapped").isNotInstanceOf(CompletionException.class);
      all.assertThat(attempts.begun()).as("attempts after the end").isEqualTo(begunAtTheEnd);
      all.assertThat(attempts.overlapped()).as("attempts overlap").isFalse();
      all.assertThat(witness.ends())
          .as("grants")
          .allSatisfy((lease, ends) -> assertThat(ends).isOne());
      all.assertThat(witness.waits()).as("waits").isZero();
      for (Product product : attempts.made) {
        all.assertThat(product.closed()).as("%s", product).isEqualTo(product == end ? 0 : 1);
        late += product == end ? 0 : 1;
      }
      all.assertThat(theirs.closed()).as("theirs").isZero();
      if (witness.hasBudget()) {
        all.assertThat(witness.spent()).as("paid").isEqualTo(Math.max(0, attempts.begun() - 1));
      }
      all.assertThat(witness.lines.stream()
              .filter(line -> line.contains("hear SUCCEEDED") || line.contains("hear GAVE_UP")))
          .as("ends heard of: %s, %s", witness.lines, end)
          .hasSize(1);
    }
  }
}
