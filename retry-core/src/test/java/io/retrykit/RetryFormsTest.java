package io.retrykit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.call.Operation;
import io.retrykit.guard.Admission;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The ways to make a call: at once, with a fallback, told which attempt it is, or wrapped for later. */
class RetryFormsTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final IllegalStateException failure = new IllegalStateException("failure");
  private int calls;

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .name("claude")
        .discovery(false)
        .timebase(time)
        .backoff(Backoff.none());
  }

  private Retry retry() {
    return Retry.with(policy().build());
  }

  /** Fails on every call but each third. */
  private String third(String result) {
    if (++calls % 3 != 0) {
      throw failure;
    }
    return result;
  }

  @Test
  void run_failsTwice_isRunThreeTimes() {
    retry().run(() -> third("v"));
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void run_alwaysFails_throwsTheLastFailure() {
    assertThatThrownBy(() -> retry().run(() -> {
          calls++;
          throw new IOException("io " + calls);
        }))
        .isInstanceOf(IOException.class)
        .hasMessage("io 3");
  }

  /** Each use of what a wrapper returns is a call of its own. */
  @Test
  void wrapSupplier_usedTwice_retriesEachUse() {
    Supplier<String> wrapped = retry().wrapSupplier(() -> third("v"));
    assertThat(wrapped.get()).isEqualTo("v");
    assertThat(wrapped.get()).isEqualTo("v");
    assertThat(calls).isEqualTo(6);
  }

  @Test
  void wrapCallable_usedTwice_retriesEachUse() throws Exception {
    Callable<String> wrapped = retry().wrapCallable(() -> third("v"));
    assertThat(wrapped.call()).isEqualTo("v");
    assertThat(wrapped.call()).isEqualTo("v");
    assertThat(calls).isEqualTo(6);
  }

  @Test
  void wrapFunction_usedTwice_retriesEachUseWithItsArgument() {
    Function<String, String> wrapped = retry().wrapFunction(this::third);
    assertThat(wrapped.apply("v1")).isEqualTo("v1");
    assertThat(wrapped.apply("v2")).isEqualTo("v2");
    assertThat(calls).isEqualTo(6);
  }

  @Test
  void wrapRunnable_usedTwice_retriesEachUse() {
    Runnable wrapped = retry().wrapRunnable(() -> third("v"));
    wrapped.run();
    wrapped.run();
    assertThat(calls).isEqualTo(6);
  }

  /** SPEC 4.7: the declared type is all there is to catch. */
  @Test
  void wrapOperation_checkedException_keepsItsType() {
    Operation<String, FileNotFoundException> wrapped = retry().wrapOperation(() -> {
      if (++calls < 3) {
        throw new FileNotFoundException("missing");
      }
      return "v";
    });
    String result;
    try {
      result = wrapped.call();
    } catch (FileNotFoundException e) {
      result = "never";
    }
    assertThat(result).isEqualTo("v");
    assertThat(calls).isEqualTo(3);
  }

  /** A wrapper of a retry narrowed to a key asks its guards about that key. */
  @Test
  void wrappers_ofANarrowedRetry_askAboutItsKey() throws Exception {
    Journal.RecordingGuard guard = journal.guard("g");
    Retry narrow = Retry.with(policy().guard(guard).build()).forKey("eu");
    narrow.call(() -> "v");
    narrow.run(() -> {});
    narrow.callWithAttempt(attempt -> "v");
    narrow.callOrElse(() -> "v", f -> "w");
    assertThat(narrow.wrapSupplier(() -> "v").get()).isEqualTo("v");
    narrow.wrapCallable(() -> "v").call();
    assertThat(narrow.wrapFunction((String x) -> x).apply("v")).isEqualTo("v");
    narrow.wrapRunnable(() -> {}).run();
    narrow.wrapOperation(() -> "v").call();
    assertThat(guard.requests()).hasSize(9).allMatch(request -> request.key().equals("eu"));
  }

  @Test
  void callOrElse_success_doesNotAskTheFallback() {
    assertThat(retry().<String>callOrElse(() -> third("v"), f -> "fallback")).isEqualTo("v");
  }

  /** The fallback sees what the call would have thrown, whatever kind it is. */
  @Test
  void callOrElse_failureOrRefusal_asksTheFallbackOnce() {
    assertThat(retry()
            .<Exception>callOrElse(
                () -> {
                  throw failure;
                },
                f -> f))
        .isSameAs(failure);
    Retry refused = Retry.with(policy()
        .guard(journal.guard("g").answers(Admission.refused("open", Admission.UNKNOWN)))
        .build());
    assertThat(refused.<String>callOrElse(() -> "v", f -> f.getClass().getSimpleName()))
        .isEqualTo(AttemptRefusedException.class.getSimpleName());
  }

  @Test
  void callOrElse_fallbackThrows_isThrown() {
    IllegalArgumentException thrown = new IllegalArgumentException("fallback");
    assertThat(catchThrowable(() -> retry().callOrElse(new Script<String>().fails(failure), f -> {
          throw thrown;
        })))
        .isSameAs(thrown);
  }

  @Test
  void callOrElse_error_isThrown() {
    AssertionError error = new AssertionError("error");
    assertThat(catchThrowable(
            () -> retry().callOrElse(new Script<String>().fails(error), f -> "fallback")))
        .isSameAs(error);
  }

  /** An unacceptable last result is a result, not a failure: there is nothing to fall back from. */
  @Test
  void callOrElse_unacceptableResult_isReturned() {
    Retry judging = Retry.with(policy().retryOnResult("bad"::equals).build());
    assertThat(judging.<String>callOrElse(() -> "bad", f -> "fallback")).isEqualTo("bad");
    Retry throwing = Retry.with(
        policy().retryOnResult("bad"::equals).throwOnExhaustedResult(true).build());
    assertThat(throwing.<String>callOrElse(() -> "bad", f -> "fallback")).isEqualTo("fallback");
  }

  /** SPEC 1.5. */
  @Test
  void operationId_ofOneCall_isTheSameOnEveryAttemptAndAnotherOnTheNextCall() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Set<String> ofThisCall = new HashSet<>();
      assertThat(catchThrowable(() -> retry().callWithAttempt(attempt -> {
            ofThisCall.add(attempt.operationId());
            ofThisCall.add(attempt.operationId());
            throw failure;
          })))
          .isSameAs(failure);
      assertThat(ofThisCall).hasSize(1);
      ids.addAll(ofThisCall);
    }
    assertThat(ids).hasSize(100).allMatch(id -> UUID.fromString(id).toString().equals(id));
  }

  /** SPEC 1.5: nobody asks, nobody draws. */
  @Test
  void operationId_notAskedFor_isNotMade() {
    RandomGenerator untouchable = () -> {
      throw new AssertionError("drawn from");
    };
    Retry retry = Retry.with(policy().random(untouchable).build());
    assertThat(retry.<Integer, RuntimeException>callWithAttempt(attempt -> attempt.number()))
        .isEqualTo(1);
  }

  /** SPEC 1.5: with a source given by hand, ids can be repeated in a test. */
  @Test
  void operationId_sourceGivenByHand_isRepeatable() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Retry seeded = Retry.with(policy().random(new Random(15)).build());
      ids.add(seeded.callWithAttempt(attempt -> attempt.operationId()));
      ids.add(seeded.callWithAttempt(attempt -> attempt.operationId()));
    }
    assertThat(ids.subList(0, 2)).isEqualTo(ids.subList(2, 4)).doesNotHaveDuplicates();
  }

  /** SPEC 1.5: asked for from several threads, inside one attempt. */
  @Test
  void operationId_fromManyThreads_isOne() throws Exception {
    Set<String> ids = retry().callWithAttempt(attempt -> {
      CountDownLatch go = new CountDownLatch(1);
      List<Background<String>> asking = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asking.add(Background.start(Background.Kind.PLATFORM, () -> {
          go.await();
          return attempt.operationId();
        }));
      }
      go.countDown();
      Set<String> found = new HashSet<>();
      for (Background<String> one : asking) {
        found.add(one.end().result());
      }
      return found;
    });
    assertThat(ids).hasSize(1);
  }

  @Test
  void max_withoutALimit_isTheLargestNumber() {
    Retry unlimited =
        Retry.with(policy().unlimitedAttempts().budget(journal.budget()).build());
    assertThat(unlimited.<Integer, RuntimeException>callWithAttempt(attempt -> attempt.max()))
        .isEqualTo(Integer.MAX_VALUE);
  }

  /** One retry, many threads: no call sees anything of another. */
  @Test
  void retry_sharedByThreads_keepsCallsApart() throws Exception {
    Retry shared = Retry.with(policy()
        .maxAttempts(20)
        .guard(journal.guard("g"))
        .retryOnResult("bad"::equals)
        .build());
    List<Background<Integer>> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int failures = 3 * t;
      threads.add(Background.start(Background.Kind.PLATFORM, () -> {
        int attempts = 0;
        for (int i = 0; i < 200; i++) {
          attempts += shared.<Integer, RuntimeException>callWithAttempt(attempt -> {
            if (attempt.number() <= failures) {
              throw new IllegalStateException("thread with " + failures);
            }
            return attempt.number();
          });
        }
        return attempts;
      }));
    }
    for (int t = 0; t < 4; t++) {
      assertThat(threads.get(t).end().result()).isEqualTo(200 * (3 * t + 1));
    }
  }

  @Test
  void toString_names_thePolicy() {
    Retry retry = retry();
    assertThat(retry).hasToString("Retry " + retry.policy());
    assertThat(retry.policy().name()).isEqualTo("claude");
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullArguments_areRefusedByName() {
    assertThatNullPointerException().isThrownBy(() -> Retry.with(null)).withMessage("policy");
    assertThatNullPointerException().isThrownBy(() -> retry().run(null)).withMessage("action");
    assertThatNullPointerException().isThrownBy(() -> retry().forKey(null)).withMessage("key");
    assertThatNullPointerException()
        .isThrownBy(() -> retry().callWithAttempt(null))
        .withMessage("operation");
    assertThatNullPointerException()
        .isThrownBy(() -> retry().callOrElse(() -> "v", null))
        .withMessage("fallback");
    assertThatNullPointerException()
        .isThrownBy(() -> retry().wrapSupplier(null))
        .withMessage("supplier");
    assertThatNullPointerException()
        .isThrownBy(() -> retry().wrapCallable(null))
        .withMessage("callable");
    assertThatNullPointerException()
        .isThrownBy(() -> retry().wrapFunction(null))
        .withMessage("function");
    assertThatNullPointerException()
        .isThrownBy(() -> retry().wrapRunnable(null))
        .withMessage("runnable");
    assertThatNullPointerException()
        .isThrownBy(() -> retry().wrapOperation(null))
        .withMessage("operation");
  }
}
