package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.async.CallScript.Answer;
import io.retrykit.async.CallScript.Attempted;
import io.retrykit.async.CallScript.Way;
import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.failure.RetryHistory;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * SPEC 23.1: the same call, made by {@link Retry} and by {@link AsyncRetry}: all that guards, budget and listeners are
 * told, in the same order and at the same time, the attempts, what the call ends with, and what hangs on it.
 */
class AsyncLikeBlockingTest {
  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void call_isLikeOneThatBlocks(@ForAll("scripts") CallScript script) {
    assertThat(withoutBlocking(script)).isEqualTo(blocking(script));
  }

  @Provide
  Arbitrary<CallScript> scripts() {
    return CallScript.any(
        Arbitraries.of(Way.AT_ONCE, Way.THROWN, Way.NO_STAGE, Way.LATER),
        Arbitraries.of(Answer.class).filter(answer -> answer.compareTo(Answer.PENDING) < 0),
        -1);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it is the end that is looked at
  private static List<String> withoutBlocking(CallScript script) {
    VirtualTimebase time = VirtualTimebase.manual();
    CallWitness witness = new CallWitness(script, time);
    ScriptedAttempts attempts = new ScriptedAttempts(script, witness);
    CompletableFuture<Product> future =
        AsyncRetry.with(witness.policy()).withExecutor(Runnable::run).call(attempts::begin);
    future.handle((product, failure) -> {
      end(witness, attempts, product, failure);
      return null;
    });
    time.advance(ofSeconds(1));
    return witness.lines;
  }

  private static List<String> blocking(CallScript script) {
    VirtualTimebase time = VirtualTimebase.create();
    CallWitness witness = new CallWitness(script, time);
    ScriptedAttempts attempts = new ScriptedAttempts(script, witness);
    int[] begun = {0};
    Product product = null;
    Throwable failure = null;
    try {
      product = Retry.with(witness.policy()).call(() -> {
        witness.note("attempt " + ++begun[0]);
        return attempt(script, attempts, begun[0], time);
      });
    } catch (Throwable thrown) {
      failure = thrown;
    }
    end(witness, attempts, product, failure);
    return witness.lines;
  }

  private static Product attempt(
      CallScript script, ScriptedAttempts attempts, int number, VirtualTimebase time)
      throws Exception {
    Attempted attempt = script.attempt(number);
    if (attempt.way() == Way.NO_STAGE) {
      throw Operations.noStage();
    }
    if (attempt.lasts()) {
      last(script, attempt.time(), number, time);
    }
    Throwable failure = ScriptedAttempts.failure(attempt.end(), number);
    if (failure == null && attempt.way() == Way.THROWN) {
      failure = new IllegalStateException("thrown " + number);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof Exception exception) {
      throw exception;
    }
    return attempts.product(attempt.end(), number);
  }

  /** An attempt that blocks cannot be cut short; here it is, as a stage would be. */
  private static void last(CallScript script, int takes, int number, VirtualTimebase time) {
    Duration left = ofMillis(script.limits().maxDuration()).minus(time.elapsed());
    boolean cut = script.limits().maxDuration() > 0 && left.compareTo(ofMillis(takes)) < 0;
    time.advance(cut ? left : ofMillis(takes));
    if (cut) {
      throw new AttemptTimeoutException(number, left, null);
    }
  }

  private static void end(
      CallWitness witness,
      ScriptedAttempts attempts,
      @Nullable Product product,
      @Nullable Throwable failure) {
    witness.note("end " + product + " " + failure + " " + history(failure));
    witness.note("closed " + attempts.made.stream().map(Product::closed).toList());
  }

  private static List<String> history(@Nullable Throwable failure) {
    return failure == null
        ? List.of()
        : Stream.of(failure.getSuppressed())
            .map(kept -> kept instanceof RetryHistory history
                ? history.failures().toString()
                : kept.toString())
            .toList();
  }
}
