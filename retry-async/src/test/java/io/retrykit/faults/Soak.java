package io.retrykit.faults;

import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.backoff.Backoff;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.RateLimiter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Everything at once, for as long as one likes, in a small heap that is kept full of garbage: blocking calls and futures under
 * one limiter, one breaker and a guard that counts; attempts that fail, hang, are late, end in errors; interrupts and cancels at
 * any moment. In rounds: after each, every call has ended, every grant was told its end once, every result was handed out or closed
 * once. At the end the heap must hold no more than it did early on. Arguments: seconds, seed.
 */
public final class Soak {
  private static final int BLOCKING = 200;
  private static final int FUTURES = 400;
  private static final int CALLERS = 2;
  private static final long MOST_SECONDS = 60;

  /** What the heap may differ by; a call left behind in each round would be more within some minutes. */
  private static final long MOST_BYTES = 128 * 1024;

  private static final long FIRST_BYTES = 8 << 20;
  private static final long LONG = 60;

  private final AtomicLong made = new AtomicLong();
  private final AtomicLong closed = new AtomicLong();
  private final AtomicLong closedTwice = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountingGuard guard = new CountingGuard();
  private final RetryPolicy policy = RetryPolicy.builder()
      .name("soak")
      .maxAttempts(4)
      .backoff(Backoff.exponential(Duration.ofNanos(50_000), 2, Duration.ofMillis(1)))
      .attemptTimeout(Duration.ofMillis(3))
      .maxDuration(Duration.ofSeconds(5))
      .retryOnResult(Handle.class, handle -> handle.bad)
      .guard(RateLimiter.builder(20_000, Duration.ofSeconds(1)).burst(100).build())
      .guard(CircuitBreaker.builder("soak")
          .failureRate(70)
          .openTime(Duration.ofMillis(2))
          .build())
      .guard(guard)
      .build();
  private final Retry retry = Retry.with(policy);
  private final ExecutorService attempts = Executors.newFixedThreadPool(4);
  private final AsyncRetry async = AsyncRetry.with(policy).withExecutor(attempts);
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final Random random;
  private long calls;

  private Soak(long seed) {
    random = new Random(seed);
  }

  /** A result that wants to be closed, once. */
  private final class Handle implements AutoCloseable {
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final byte[] content = new byte[256];
    private final boolean bad;

    Handle(boolean bad) {
      this.bad = bad;
      made.incrementAndGet();
    }

    @Override
    public void close() {
      (isClosed.compareAndSet(false, true) ? closed : closedTwice).addAndGet(content.length / 256);
    }
  }

  private Handle attempt(Random mood) throws IOException, InterruptedException {
    int what = mood.nextInt(100);
    if (what < 3) {
      Thread.sleep(mood.nextInt(8)); // mostly longer than it may
    } else if (what < 6) {
      LockSupport.parkNanos(mood.nextInt(4_000_000)); // and deaf to interrupts
    } else if (what < 36) {
      throw new IOException("flaky");
    } else if (what < 37) {
      throw new OutOfMemoryError("simulated");
    } else if (what < 38) {
      throw new IllegalStateException("broken");
    }
    return new Handle(what < 45);
  }

  private void block(long seed) {
    Random mood = new Random(seed);
    for (int i = 0; i < BLOCKING; i++) {
      try {
        retry.call(() -> attempt(mood)).close();
      } catch (Throwable ended) {
        Thread.interrupted(); // the next one is another caller's
      }
    }
  }

  private List<CompletableFuture<Handle>> begin() {
    List<CompletableFuture<Handle>> begun = new ArrayList<>();
    for (int i = 0; i < FUTURES; i++) {
      Random mood = new Random(random.nextLong());
      CompletableFuture<Handle> call = mood.nextBoolean()
          ? async.callBlocking(() -> attempt(mood), attempts)
          : async.call(() -> stage(mood));
      begun.add(call);
      if (mood.nextInt(10) == 0) {
        call.cancel(mood.nextBoolean());
      }
    }
    return begun;
  }

  private CompletableFuture<Handle> stage(Random mood) {
    CompletableFuture<Handle> stage = new CompletableFuture<>();
    attempts.execute(() -> {
      try {
        Handle handle = attempt(mood);
        if (!stage.complete(handle)) {
          handle
              .close(); // cancelled meanwhile: a stage drops what comes then, and nobody else sees
          // it
        }
      } catch (Throwable failure) {
        stage.completeExceptionally(failure);
      }
    });
    return stage;
  }

  private void round() throws Exception {
    List<Future<?>> blocking = new ArrayList<>();
    Thread[] threads = new Thread[CALLERS];
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      long seed = random.nextLong();
      blocking.add(callers.submit(() -> {
        threads[caller] = Thread.currentThread();
        block(seed);
      }));
    }
    for (CompletableFuture<Handle> each : begin()) {
      Thread victim = threads[random.nextInt(CALLERS)];
      if (victim != null && random.nextInt(10) == 0) {
        victim.interrupt();
      }
      try {
        each.get(MOST_SECONDS, TimeUnit.SECONDS).close();
      } catch (TimeoutException hangs) {
        throw new IllegalStateException("a future hangs: " + each, hangs);
      } catch (Exception ended) {
        // as many do
      }
    }
    for (Future<?> each : blocking) {
      each.get(MOST_SECONDS, TimeUnit.SECONDS);
    }
    calls += CALLERS * BLOCKING + FUTURES;
    settle();
  }

  /** Late attempts end a little after their calls. */
  private void settle() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (made.get() != closed.get() || guard.granted.get() != guard.ended.get()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("lost: " + this);
      }
      Thread.sleep(1);
    }
    if (closedTwice.get() > 0) {
      throw new IllegalStateException("doubled: " + this);
    }
  }

  private void litter() {
    byte[][] held = new byte[16][];
    for (int i = 0; !over.get(); i++) {
      held[i % held.length] = new byte[100_000];
      if (i % 20 == 0) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void run(long seconds) throws Exception {
    Thread litter = new Thread(this::litter, "litter");
    litter.setDaemon(true);
    litter.start();
    List<Long> heaps = new ArrayList<>();
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    while (heaps.size() < 8 || System.nanoTime() - end < 0) {
      round();
      heaps.add(heap());
    }
    over.set(true);
    int quarter = heaps.size() / 4;
    long early = Collections.min(heaps.subList(quarter, 2 * quarter));
    long late = Collections.min(heaps.subList(heaps.size() - quarter, heaps.size()));
    System.out.printf(
        "%d s, %d rounds, %d calls, %s, heap in use early %d, late %d bytes, %d threads%n",
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
        heaps.size(),
        calls,
        this,
        early,
        late,
        Thread.activeCount());
    // at first the heap moves by megabytes, while classes and profiles come: only a long run tells
    // more than a leak of those
    long most = seconds < LONG ? FIRST_BYTES : MOST_BYTES;
    if (late - early > most) {
      throw new IllegalStateException("memory grows: " + heaps);
    }
  }

  @Override
  public String toString() {
    return guard.granted + " grants, " + guard.ended + " ends, " + made + " results, " + closed
        + " closed, " + closedTwice + " twice";
  }

  /** Exits with 0 if all is well. */
  public static void main(String[] arguments) {
    long seed = Long.parseLong(arguments[1]);
    System.out.println("seed " + seed);
    try {
      new Soak(seed).run(Long.parseLong(arguments[0]));
      System.exit(0);
    } catch (Throwable wrong) {
      wrong.printStackTrace(System.out);
      System.exit(1);
    }
  }
}
