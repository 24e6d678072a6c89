package io.retrykit.async;

import io.retrykit.async.CallScript.Attempted;
import io.retrykit.async.CallScript.End;
import io.retrykit.async.CallScript.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The operation of a script. */
final class ScriptedAttempts {
  private final CallScript script;
  private final CallWitness witness;
  final List<Product> made = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private int begun;
  private int mostAtOnce;

  ScriptedAttempts(CallScript script, CallWitness witness) {
    this.script = script;
    this.witness = witness;
  }

  int begun() {
    return begun;
  }

  /** Returns how many were waited for at once, at most. */
  int mostAtOnce() {
    return mostAtOnce;
  }

  @Nullable
  CompletionStage<Product> begin() {
    int underWay =
        (int) stages.stream().filter(one -> !one.isDone() && !one.givenUp).count();
    mostAtOnce = Math.max(mostAtOnce, underWay + 1);
    Attempted attempt = script.attempt(++begun);
    int number = begun;
    witness.note("attempt " + number);
    Stage stage = new Stage(attempt.way());
    stages.add(stage);
    switch (attempt.way()) {
      case NO_STAGE -> {
        stage.complete(null);
        return null;
      }
      case THROWN -> {
        stage.complete(null);
        Throwable failure = failure(attempt.end(), number);
        if (failure instanceof Error error) {
          throw error;
        }
        throw failure instanceof RuntimeException unchecked
            ? unchecked
            : new IllegalStateException("thrown " + number);
      }
      case AT_ONCE -> end(stage, attempt.end(), number);
      case NEVER -> {}
      default -> witness.later(attempt.time(), () -> end(stage, attempt.end(), number));
    }
    if (attempt.way() == Way.LATER_BY_ANOTHER_KIND_OF_STAGE) {
      stage.givenUp = true; // it would not hear of it
      return stage.minimalCompletionStage();
    }
    return stage;
  }

  private void end(Stage stage, End end, int number) {
    Throwable failure = failure(end, number);
    if (failure != null) {
      stage.completeExceptionally(failure);
    } else if (!stage.isDone()) { // else there is no product
      stage.complete(product(end, number));
    }
  }

  /** What the attempts of the same script make, and fail with, when they block. */
  Product product(End end, int number) {
    Product product = new Product("product " + number, end == End.BAD_RESULT);
    made.add(product);
    return product;
  }

  static @Nullable Throwable failure(End end, int number) {
    return switch (end) {
      case RETRYABLE -> new IllegalStateException("retryable " + number);
      case FATAL -> new IllegalArgumentException("fatal " + number);
      case ERROR -> new AssertionError("error " + number);
      default -> null;
    };
  }

  private static final class Stage extends CompletableFuture<Product> {
    private final Way way;
    private boolean givenUp;

    Stage(Way way) {
      this.way = way;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      givenUp = true;
      return way != Way.LATER_AND_CANNOT_BE_CANCELLED && super.cancel(mayInterrupt);
    }
  }
}
