package io.retrykit.faults;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.RateLimiter;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SPEC 5, SPEC 6.4, SPEC 8.1: real threads, interrupted at any moment of a call: in a limiter's line, in the attempt, as its time is over,
 * in the pause, or when it is all over. No interrupt is lost, none of ours is left behind, each grant hears of its end.
 */
@Timeout(value = 2, unit = MINUTES)
class RandomInterruptsTest {
  private static final int CALLS = 700;

  private final CountingGuard guard = new CountingGuard();

  private Retry retry(Duration attemptTimeout) {
    return Retry.with(RetryPolicy.builder()
        .maxAttempts(4)
        .backoff(Backoff.fixed(Duration.ofNanos(200_000)))
        .attemptTimeout(attemptTimeout)
        .guard(RateLimiter.builder(4_000, Duration.ofSeconds(1)).burst(2).build())
        .guard(guard)
        .guard(CircuitBreaker.builder("flaky").consecutiveFailures(1_000_000).build())
        .listener(event -> {})
        .build());
  }

  @Test
  void interrupts_atAnyMoment_areNotLost() throws Exception {
    interruptAtRandom(retry(Duration.ofMinutes(1)), true);
  }

  /** One that comes in the instant after ours, to a thread that still has that one, is taken for ours: a thread has one flag. */
  @Test
  void interrupts_besideAttemptsThatTimeOut_leaveNoneBehind() throws Exception {
    interruptAtRandom(retry(Duration.ofMillis(1)), false);
  }

  private void interruptAtRandom(Retry retry, boolean noneIsLost) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < CALLS; i++) {
        boolean interrupts = random.nextInt(4) > 0;
        long after = (long) (Math.pow(random.nextDouble(), 2) * 3_000_000);
        boolean flag = flagAfterACall(retry, caller, random.nextLong(), interrupts, after);
        if (noneIsLost || !interrupts) {
          assertThat(flag).as("flag after call %d of seed %d", i, seed).isEqualTo(interrupts);
        }
      }
    } finally {
      caller.shutdownNow();
    }
    assertThat(guard.granted.get()).as("seed %d", seed).isGreaterThan(CALLS / 2);
    assertThat(guard.ended.get()).as("seed %d", seed).isEqualTo(guard.granted.get());
  }

  private static boolean flagAfterACall(
      Retry retry, ExecutorService caller, long seed, boolean interrupts, long afterNanos)
      throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch sent = new CountDownLatch(1);
    Thread[] thread = new Thread[1];
    Future<Boolean> flag = caller.submit(() -> {
      thread[0] = Thread.currentThread();
      Random random = new Random(seed);
      begun.countDown();
      try {
        retry.call(() -> attempt(random));
      } catch (IOException | InterruptedException | RuntimeException ended) {
        // how it ends is told by other tests; here it matters what is left
      }
      while (sent.getCount() > 0) {
        Thread.onSpinWait(); // waiting for it would throw the flag away
      }
      return Thread.interrupted();
    });
    begun.await();
    if (interrupts) {
      LockSupport.parkNanos(afterNanos);
      thread[0].interrupt();
    }
    sent.countDown();
    return flag.get();
  }

  private static String attempt(Random random) throws IOException, InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> Thread.sleep(random.nextInt(3)); // also longer than it may
      case 1 -> LockSupport.parkNanos(random.nextInt(500_000));
      default -> {}
    }
    if (random.nextInt(3) > 0) {
      throw new IOException("flaky");
    }
    return "x";
  }
}
