package io.retrykit.async;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** SPEC 12.1: retries that multiply are noticed where the inner call was made, not where its failure comes from. */
@SuppressWarnings("FutureReturnValueIgnored") // what the futures come to is not what is looked at
class AsyncNestingTest {
  private static final String NOTICE = ": retries multiply: this policy runs inside a repeated"
      + " attempt of %s: up to %d attempts in all";

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.retrykit");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<Object>> stages = new ArrayList<>();

  @BeforeEach
  void listen() {
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
    appender.stop();
  }

  private List<String> notices() {
    return appender.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains("retries multiply"))
        .toList();
  }

  private RetryPolicy policy(String name, int maxAttempts) {
    return RetryPolicy.builder()
        .name(name)
        .maxAttempts(maxAttempts)
        .backoff(Backoff.fixed(ofSeconds(1)))
        .discovery(false)
        .timebase(time)
        .build();
  }

  private AsyncRetry retry(String name, int maxAttempts) {
    return AsyncRetry.with(policy(name, maxAttempts)).withExecutor(Runnable::run);
  }

  private CompletableFuture<Object> begin() {
    stages.add(new CompletableFuture<>());
    return stages.get(stages.size() - 1);
  }

  private void fail(int stage) {
    stages.get(stage).completeExceptionally(new IOException("lost"));
  }

  /** The first attempt fails at once, all others are as told. */
  private static <T> Supplier<CompletableFuture<T>> second(Supplier<CompletableFuture<T>> others) {
    boolean[] begun = {false};
    return () -> {
      boolean first = !begun[0];
      begun[0] = true;
      return first ? CompletableFuture.failedFuture(new IOException("first")) : others.get();
    };
  }

  @Test
  void callInsideARepeatedAttempt_thatFailsLater_isNoticed() {
    AsyncRetry inner = retry("inner", 3);
    CompletableFuture<Object> call = retry("outer", 4).call(second(() -> inner.call(this::begin)));
    time.advance(ofSeconds(1));
    assertThat(notices()).isEmpty();

    fail(0); // far from the outer one's stack

    assertThat(notices()).containsExactly("inner" + NOTICE.formatted("outer", 12));
    call.cancel(true);
  }

  /** With the forms that have ways of their own: at once, told of its attempt, and in an executor. */
  @Test
  void callsOfEveryForm_insideARepeatedAttempt_areNoticed() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    AsyncRetry atOnce = retry("at-once", 2);
    AsyncRetry numbered = retry("numbered", 2);
    AsyncRetry blocking = retry("blocking", 2);
    AsyncRetry limited = AsyncRetry.with(
            policy("limited", 2).toBuilder().maxDuration(ofSeconds(60)).build())
        .withExecutor(Runnable::run);
    retry("outer", 3).<Object>call(second(() -> {
      atOnce.call(() -> CompletableFuture.failedFuture(new IOException("no")));
      numbered.callWithAttempt(attempt -> begin());
      limited.call(this::begin);
      return blocking.<Object>callBlocking(
          () -> {
            throw new IOException("no");
          },
          tasks::add);
    }));
    time.advance(ofSeconds(1));
    fail(0);
    fail(1);
    tasks.remove().run();

    assertThat(notices())
        .containsExactly(
            "at-once" + NOTICE.formatted("outer", 6),
            "numbered" + NOTICE.formatted("outer", 6),
            "limited" + NOTICE.formatted("outer", 6),
            "blocking" + NOTICE.formatted("outer", 6));
  }

  @Test
  void callInsideRepeatedAttemptsOfTwo_namesBoth_thoughBothPaused() {
    AsyncRetry middle = retry("middle", 3);
    AsyncRetry inner = retry("inner", 5);
    CompletableFuture<Object> call =
        retry("outer", 2).call(second(() -> middle.call(second(() -> inner.call(this::begin)))));
    time.advance(ofSeconds(1));
    time.advance(ofSeconds(1));
    fail(0);

    assertThat(notices())
        .containsExactly(
            "middle" + NOTICE.formatted("outer", 6),
            "inner" + NOTICE.formatted("outer > middle", 30));
    call.cancel(true);
  }

  @Test
  void callOfSomebodyElse_thatFailsInsideARepeatedAttempt_isNotNoticed() throws Exception {
    CompletableFuture<Object> theirs = retry("theirs", 3).call(this::begin);
    int[] calls = {0};

    String result = Retry.with(
            policy("ours", 4).toBuilder().backoff(Backoff.none()).build())
        .call(() -> {
          if (++calls[0] == 1) {
            throw new IOException("first");
          }
          fail(0);
          return "v";
        });

    assertThat(result).isEqualTo("v");
    assertThat(notices()).isEmpty();
    theirs.cancel(true);
  }

  /** What follows at once runs inside our repeated attempt, and is none of it. */
  @Test
  void attemptOfSomebodyElse_thatFollowsInsideARepeatedAttempt_namesItsOwnCallAlone()
      throws Exception {
    AsyncRetry inner = retry("inner", 5);
    AsyncRetry others =
        AsyncRetry.with(policy("theirs", 3).toBuilder().backoff(Backoff.none()).build());
    CompletableFuture<Object> theirs = others.call(() -> stages.isEmpty()
        ? begin()
        : inner.call(() -> CompletableFuture.failedFuture(new IOException("no"))));
    int[] calls = {0};

    Retry.with(policy("ours", 4).toBuilder().backoff(Backoff.none()).build()).run(() -> {
      if (++calls[0] == 1) {
        throw new IOException("first");
      }
      fail(0);
    });

    assertThat(notices()).containsExactly("inner" + NOTICE.formatted("theirs", 15));
    theirs.cancel(true);
  }

  /** The operation of a blocking attempt runs on another thread than the one that begins the attempt. */
  @Test
  void retryInsideARepeatedBlockingAttempt_isNoticed() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    Retry inner = Retry.with(
        policy("inner", 1).toBuilder().maxAttempts(3).backoff(Backoff.none()).build());
    CompletableFuture<Object> call = retry("outer", 2)
        .callBlocking(
            () -> inner.call(() -> {
              throw new IOException("no");
            }),
            tasks::add);
    tasks.remove().run();
    assertThat(notices()).as("the first attempt repeats nothing").isEmpty();
    time.advance(ofSeconds(1));
    tasks.remove().run();
    assertThat(call).isCompletedExceptionally();
    assertThat(notices()).containsExactly("inner" + NOTICE.formatted("outer", 6));
  }

  @Test
  void callInsideARepeatedHedgedAttempt_isNoticed() {
    AsyncRetry inner = retry("inner", 3);
    CompletableFuture<Object> call = retry("outer", 4)
        .withHedge(Hedge.after(ofSeconds(9)).withMaxAttempts(2))
        .call(() -> {
          stages.add(new CompletableFuture<>());
          return inner.call(() -> CompletableFuture.failedFuture(new IOException("no")));
        });
    time.advance(ofSeconds(4)); // the inner calls of the first round end, one after the other
    assertThat(stages).hasSize(2);
    assertThat(notices()).isEmpty();
    time.advance(ofSeconds(60));
    assertThat(call).isCompletedExceptionally();
    assertThat(notices()).containsExactly("inner" + NOTICE.formatted("outer", 12));
  }

  /** A first attempt that waited for a guard begins on the timer's thread, and is still inside of what repeats it. */
  @Test
  void callInsideAFirstAttemptThatWaited_insideARepeatedOne_isNoticed() {
    AsyncRetry inner = retry("inner", 3);
    AsyncRetry middle = AsyncRetry.with(policy("middle", 2).toBuilder()
            .guard(new Guard() {
              @Override
              public String name() {
                return "slow";
              }

              @Override
              public Admission admit(AdmissionRequest request) {
                return Admission.grantedAfter(null, ofSeconds(1).toNanos());
              }
            })
            .build())
        .withExecutor(Runnable::run);
    CompletableFuture<Object> call =
        retry("outer", 2).call(second(() -> middle.call(() -> inner.call(this::begin))));
    time.advance(ofSeconds(1)); // outer's pause
    time.advance(ofSeconds(1)); // the guard
    fail(0);
    assertThat(notices()).containsExactly("inner" + NOTICE.formatted("outer", 6));
    call.cancel(true);
  }
}
