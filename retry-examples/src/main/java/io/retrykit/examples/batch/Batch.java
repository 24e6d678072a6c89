package io.retrykit.examples.batch;

import io.retrykit.Retry;
import io.retrykit.examples.Claude;
import io.retrykit.examples.CommandFailure;
import io.retrykit.examples.Failures;
import io.retrykit.ratelimit.BedrockTokens;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * Asks what is not answered yet, so many at once. A prompt that fails is written down with its reason, and the rest goes
 * on. May be stopped by another thread, once.
 */
final class Batch {
  private final BedrockRuntimeClient client;
  private final String model;
  private final Retry retry;
  private final ResultFile results;
  private final Progress progress;
  private final ExecutorService workers;
  private final Semaphore free;
  private final int concurrency;
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<String, Integer> reasons = new TreeMap<>();
  private final AtomicReference<@Nullable CommandFailure> unwritten = new AtomicReference<>();
  private volatile boolean stopped;

  Batch(
      BedrockRuntimeClient client,
      String model,
      Retry retry,
      ResultFile results,
      Progress progress,
      int concurrency) {
    this.client = client;
    this.model = model;
    this.retry = retry;
    this.results = results;
    this.progress = progress;
    this.concurrency = concurrency;
    this.workers = Workers.of(concurrency);
    this.free = new Semaphore(concurrency);
  }

  /**
   * Asks all, and returns when all are done, or it was stopped.
   *
   * @throws CommandFailure if a result could not be written: then nothing more is asked
   */
  void run(PromptFile prompts) {
    try {
      prompts.forEach(this::submit);
      if (!stopped) {
        free.acquireUninterruptibly(concurrency); // all of them have come back
      }
    } finally {
      workers.shutdown();
    }
    CommandFailure failure = unwritten.get();
    if (failure != null) {
      throw failure;
    }
  }

  private boolean submit(Item item) throws InterruptedException {
    if (results.has(item.id())) {
      return true;
    }
    free.acquire();
    if (stopped) {
      return false;
    }
    workers.execute(() -> {
      try {
        work(item);
      } finally {
        free.release();
      }
    });
    return true;
  }

  private void work(Item item) {
    Result result = ask(item);
    if (stopped && !result.isAnswered()) {
      return; // it was abandoned, and has not failed
    }
    try {
      results.append(result);
    } catch (CommandFailure full) {
      unwritten.compareAndSet(null, full);
      stopped = true;
      return;
    }
    progress.done(result);
    if (result.isAnswered()) {
      answered.incrementAndGet();
    } else {
      synchronized (reasons) {
        reasons.merge(String.valueOf(result.error()), 1, Integer::sum);
      }
    }
  }

  private Result ask(Item item) {
    int[] attempts = {0};
    try {
      String text = Claude.textOf(retry
          .withCost(BedrockTokens.reserved(tokens(item.prompt()), Claude.MAX_TOKENS))
          .callWithAttempt(attempt -> {
            attempts[0] = attempt.number();
            return client.invokeModel(Claude.request(model, item.prompt()));
          }));
      return Result.answered(item.id(), text, attempts[0]);
    } catch (RuntimeException failure) {
      return Result.failed(item.id(), Failures.reason(failure), attempts[0]);
    }
  }

  /** An estimate for English text; what was really used is settled with the quota afterwards. */
  private static long tokens(String prompt) {
    return prompt.length() / 4 + 1L;
  }

  /** Begins nothing more, abandons what is under way, and waits until nobody writes any more. */
  void stop() {
    stopped = true;
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  int answered() {
    return answered.get();
  }

  /** Returns how many have failed for each reason. */
  Map<String, Integer> reasons() {
    synchronized (reasons) {
      return Map.copyOf(reasons);
    }
  }
}
