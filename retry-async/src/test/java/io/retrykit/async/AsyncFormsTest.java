package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.StopReason;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SPEC 23.2: every form a call is made in, and every way its future is completed in from outside. */
class AsyncFormsTest {
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<String>> stages = new ArrayList<>();
  private final List<StopReason> ends = new ArrayList<>();
  private final RetryPolicy policy = RetryPolicy.builder()
      .name("forms")
      .discovery(false)
      .maxAttempts(2)
      .backoff(Backoff.fixed(ofSeconds(1)))
      .listener(event -> {
        if (event.type() == RetryEvent.Type.GAVE_UP) {
          event.reason().ifPresent(ends::add);
        }
      })
      .timebase(time)
      .build();
  private final AsyncRetry retry = AsyncRetry.with(policy).withExecutor(Runnable::run);

  private CompletableFuture<String> begin() {
    stages.add(new CompletableFuture<>());
    return stages.get(stages.size() - 1);
  }

  private void failThenGive(int first, String result) {
    stages.get(first).completeExceptionally(new IOException("no"));
    time.advance(ofSeconds(1));
    stages.get(first + 1).complete(result);
  }

  @Test
  void wrapSupplier_usedTwice_retriesEachUse() {
    Supplier<CompletableFuture<String>> wrapped = retry.wrapSupplier(this::begin);
    CompletableFuture<String> one = wrapped.get();
    failThenGive(0, "1");
    CompletableFuture<String> two = wrapped.get();
    failThenGive(2, "2");
    assertThat(one).isCompletedWithValue("1");
    assertThat(two).isCompletedWithValue("2");
  }

  @Test
  void wrapFunction_usedTwice_retriesEachUseWithItsArgument() {
    List<String> arguments = new ArrayList<>();
    Function<String, CompletableFuture<String>> wrapped = retry.wrapFunction(argument -> {
      arguments.add(argument);
      return begin();
    });
    CompletableFuture<String> one = wrapped.apply("a");
    failThenGive(0, "1");
    CompletableFuture<String> two = wrapped.apply("b");
    failThenGive(2, "2");
    assertThat(one).isCompletedWithValue("1");
    assertThat(two).isCompletedWithValue("2");
    assertThat(arguments).containsExactly("a", "a", "b", "b");
  }

  @Test
  void texts_nameThePolicy() {
    assertThat(retry.policy()).isSameAs(policy);
    assertThat(retry).hasToString("AsyncRetry " + policy);
    assertThat(retry.<String>stream(HandPublisher::new)).hasToString("RetryStream " + policy);
    assertThat(ListenableRetry.with(policy)).hasToString("ListenableRetry " + policy);
    assertThat(ListenableRetry.with(retry).policy()).isSameAs(policy);
  }

  @Test
  void exceptionsOfStreams_tellHowMuchWasDelivered() {
    assertThat(new IncompleteStreamException(7).delivered()).isEqualTo(7);
    GapTimeoutException gap = new GapTimeoutException(2, ofSeconds(3), 7);
    assertThat(gap.delivered()).isEqualTo(7);
    assertThat(gap.attempt()).isEqualTo(2);
    assertThat(gap.timeout()).isEqualTo(ofSeconds(3));
  }

  private static Consumer<CompletableFuture<String>> way(
      Consumer<CompletableFuture<String>> completing) {
    return completing;
  }

  static Stream<Arguments> ways() {
    IllegalStateException theirs = new IllegalStateException("theirs");
    return Stream.of(
        Arguments.of("complete", way(call -> assertThat(call.complete("theirs")).isTrue()), null),
        Arguments.of(
            "completeExceptionally",
            way(call -> assertThat(call.completeExceptionally(theirs)).isTrue()),
            theirs),
        Arguments.of(
            "completeAsync",
            way(call ->
                assertThat(call.completeAsync(() -> "theirs", Runnable::run)).isSameAs(call)),
            null),
        Arguments.of(
            "completeAsync that throws",
            way(call -> assertThat(call.completeAsync(
                    () -> {
                      throw theirs;
                    },
                    Runnable::run))
                .isSameAs(call)),
            theirs),
        Arguments.of("obtrudeValue", way(call -> call.obtrudeValue("theirs")), null),
        Arguments.of("obtrudeException", way(call -> call.obtrudeException(theirs)), theirs));
  }

  private static void assertTheirs(CompletableFuture<String> call, @Nullable Throwable failure) {
    if (failure == null) {
      assertThat(call).isCompletedWithValue("theirs");
    } else {
      assertThat(catchThrowable(call::join))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isSameAs(failure);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void completedFromOutside_inFlight_cancelsTheAttempt(
      String name, Consumer<CompletableFuture<String>> way, @Nullable Throwable failure) {
    CompletableFuture<String> call = retry.call(this::begin);
    way.accept(call);
    assertTheirs(call, failure);
    assertThat(stages.get(0)).isCancelled();
    assertThat(ends).containsExactly(StopReason.CANCELLED);
    assertThat(call.complete("late")).isFalse();
    assertThat(call.completeExceptionally(new IOException("late"))).isFalse();
    assertThat(call.cancel(true)).isFalse();
    assertThat(ends).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void completedFromOutside_inThePause_dropsIt(
      String name, Consumer<CompletableFuture<String>> way, @Nullable Throwable failure) {
    CompletableFuture<String> call = retry.call(this::begin);
    stages.get(0).completeExceptionally(new IOException("no"));
    way.accept(call);
    time.advance(ofSeconds(9));
    assertTheirs(call, failure);
    assertThat(stages).hasSize(1);
    assertThat(time.pendingTasks()).isZero();
    assertThat(ends).containsExactly(StopReason.CANCELLED);
  }

  @Test
  void completeAsync_elsewhere_isTheirs() {
    CompletableFuture<String> call = retry.call(this::begin);
    assertThat(call.completeAsync(() -> "theirs").join()).isEqualTo("theirs");
    assertThat(catchThrowable(stages.get(0)::join)) // it is cancelled on that other thread
        .isInstanceOf(CancellationException.class);
  }

  /** The JDK's word for it is force: what others have seen may change, the call does not hear of it again. */
  @Test
  void obtruded_afterTheEnd_changesTheOutcomeAndNothingElse() {
    CompletableFuture<String> call = retry.call(this::begin);
    stages.get(0).complete("ours");
    assertThat(call).isCompletedWithValue("ours");
    call.obtrudeValue("theirs");
    assertThat(call).isCompletedWithValue("theirs");
    IllegalStateException forced = new IllegalStateException("forced");
    call.obtrudeException(forced);
    assertTheirs(call, forced);
    assertThat(ends).isEmpty();
  }
}
