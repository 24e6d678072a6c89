package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/** A call that somebody meddles with, in virtual time, and what must be true of all of them when they are over. */
final class InterleavedCall {
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
  record Around(Meddling meddling, Moment moment, int at, Place place) {
    static Arbitrary<Around> any() {
      return Combinators.combine(
              Arbitraries.of(Meddling.class),
              Arbitraries.of(Moment.class),
              Arbitraries.integers().between(0, 40),
              Arbitraries.of(Place.class))
          .as(Around::new);
    }
  }

  /** What there was of what is looked for. */
  static final class Tally {
    int cancelled;
    int late;
    int beside;
  }

  private final VirtualTimebase time = VirtualTimebase.manual();
  private final Product theirs = new Product("theirs", false);
  private final CallScript script;
  private final CallWitness witness;
  private final ScriptedAttempts attempts;
  private final Around around;
  private final @Nullable Hedge hedge;
  private final Tally tally;
  private CompletableFuture<Product> future = new CompletableFuture<>();
  private int completions;
  private @Nullable Object end;
  private boolean returned;

  InterleavedCall(CallScript script, Around around, @Nullable Hedge hedge, Tally tally) {
    this.tally = tally;
    this.script = script;
    this.hedge = hedge;
    this.around = around;
    this.witness = new CallWitness(script, time);
    this.attempts = new ScriptedAttempts(script, witness);
  }

  /** Makes the call, and looks at what is left of it. */
  void run() {
    begin();
    time.advance(ofSeconds(1));
    if (!future.isDone()) { // it waits for what never comes
      assertThat(script.mayWaitForEver()).as("%s", witness.lines).isTrue();
      future.cancel(true);
    }
    assertThat(future).isDone();
    assertThat(witness.waits()).as("moments waited for").isZero();
    int begun = attempts.begun();
    time.advance(ofSeconds(1));
    SoftAssertions.assertSoftly(all -> check(all, begun));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it is the end that is looked at
  private void begin() {
    RetryPolicy policy = witness.policy().toBuilder()
        .listener(event -> meddle(Moment.IN_A_LISTENER, event.attempt()))
        .build();
    AsyncRetry retry = AsyncRetry.with(policy).withExecutor(executor());
    AsyncRetry beside = hedge == null ? retry : retry.withHedge(hedge);
    future = beside.call(() -> {
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
    tally.cancelled += first ? 1 : 0;
  }

  private void check(SoftAssertions all, int begunAtTheEnd) {
    all.assertThat(completions).as("completions").isOne();
    all.assertThat(end).as("wrapped").isNotInstanceOf(CompletionException.class);
    all.assertThat(attempts.begun()).as("attempts after the end").isEqualTo(begunAtTheEnd);
    all.assertThat(attempts.mostAtOnce())
        .as("attempts at once")
        .isLessThanOrEqualTo(hedge == null ? 1 : hedge.maxInFlight());
    tally.beside += attempts.mostAtOnce() > 1 ? 1 : 0;
    all.assertThat(witness.ends())
        .as("grants")
        .allSatisfy((lease, ends) -> assertThat(ends).isOne());
    all.assertThat(witness.waits()).as("waits").isZero();
    for (Product product : attempts.made) {
      all.assertThat(product.closed()).as("%s", product).isEqualTo(product == end ? 0 : 1);
      tally.late += product == end ? 0 : 1;
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
