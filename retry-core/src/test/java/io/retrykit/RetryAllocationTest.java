package io.retrykit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.call.Operation;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.Timebase;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SPEC 16.1: what the first attempt costs when it succeeds. Counts bytes and clock readings; times nothing. */
class RetryAllocationTest {
  private static final int CALLS = 200_000;
  private static final Allocated ALLOCATED = new Allocated();

  private static final Guard GUARD = new Guard() {
    private final Admission granted = Admission.granted("lease");

    @Override
    public String name() {
      return "guard";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      return granted;
    }
  };

  private static final RetryBudget BUDGET = new RetryBudget() {
    @Override
    public String name() {
      return "budget";
    }

    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      return 0;
    }
  };

  private int calls;

  private static RetryPolicyBuilder policy() {
    return RetryPolicy.builder().discovery(false);
  }

  /** Below one byte for each call, after the warm-up: the rest is noise of the JVM's own. */
  private void assertAllocatesNothing(RetryPolicyBuilder policy) {
    Operation<String, IOException> operation = () -> ++calls > 0 ? "v" : "overflow";
    assertAllocatesNothing(policy, operation);
  }

  private static void assertAllocatesNothing(RetryPolicyBuilder policy, Operation<?, ?> operation) {
    Retry retry = Retry.with(policy.build());
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 10 && best >= CALLS; round++) {
      long before = ALLOCATED.bytes();
      for (int i = 0; i < CALLS; i++) {
        callOnce(retry, operation);
      }
      best = Math.min(best, ALLOCATED.bytes() - before);
    }
    assertThat(best).as("bytes for %d calls", CALLS).isLessThan(CALLS);
  }

  private static void callOnce(Retry retry, Operation<?, ?> operation) {
    try {
      retry.call(operation);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void firstSuccess_plain_allocatesNothing() {
    assertAllocatesNothing(policy());
  }

  @Test
  void firstSuccess_withAGuard_allocatesNothing() {
    assertAllocatesNothing(policy().guard(GUARD));
  }

  @Test
  void firstSuccess_withThreeGuards_allocatesNothing() {
    assertAllocatesNothing(policy().guard(GUARD).guard(GUARD).guard(GUARD));
  }

  @Test
  void firstSuccess_withABudget_allocatesNothing() {
    assertAllocatesNothing(policy().budget(BUDGET));
  }

  @Test
  void firstSuccess_withGuardBudgetAndDeadline_allocatesNothing() {
    assertAllocatesNothing(policy().guard(GUARD).budget(BUDGET).maxDuration(ofSeconds(10)));
  }

  /** SPEC 3.10: also where results are of several types in turn, more than are remembered. */
  @Test
  void firstSuccess_besideAClassifierOfOtherResults_allocatesNothing() {
    Classifier integersAlone = new Classifier() {
      @Override
      public Verdict classify(Throwable failure) {
        return Verdict.noOpinion();
      }

      @Override
      public Verdict classifyResult(@Nullable Object result) {
        throw new AssertionError("asked about " + result);
      }

      @Override
      public boolean judges(Class<?> type) {
        return type == Integer.class;
      }
    };
    assertAllocatesNothing(policy().classifier(integersAlone));
    Object[] results = {"v", this, 'v', 1.5, 2L, new int[0], new long[0]};
    Operation<Object, IOException> manyTypes = () -> results[++calls % results.length];
    assertAllocatesNothing(policy().classifier(integersAlone), manyTypes);
  }

  /** The measure itself: an object for each call is seen. */
  @Test
  void measure_oneObjectForEachCall_isSeen() {
    Object[] kept = new Object[1];
    long before = ALLOCATED.bytes();
    for (int i = 0; i < CALLS; i++) {
      kept[0] = new Object();
    }
    assertThat(ALLOCATED.bytes() - before).isGreaterThan(8L * CALLS);
    assertThat(kept[0]).isNotNull();
  }

  /** A clock that counts how often it is read. */
  private static final class CountingTime implements Timebase {
    private final AtomicInteger readings = new AtomicInteger();

    @Override
    public long nanos() {
      return readings.incrementAndGet();
    }

    @Override
    public void sleep(long nanos) {}

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
      return () -> true;
    }
  }

  private static int readings(RetryPolicyBuilder policy, boolean fails) {
    CountingTime time = new CountingTime();
    Script<String> calls = new Script<>();
    if (fails) {
      calls.fails(2, new IllegalStateException("failure"));
    }
    callOnce(Retry.with(policy.timebase(time).build()), calls.returns("v"));
    return time.readings.get();
  }

  @Test
  void clock_nothingNeedsIt_isNotRead() {
    assertThat(readings(policy(), false)).isZero();
    assertThat(readings(policy(), true)).isZero();
    assertThat(readings(policy().guard(GUARD).budget(BUDGET), true)).isZero();
    assertThat(readings(policy().retryOnResult("bad"::equals), true)).isZero();
  }

  @Test
  void clock_deadline_isReadOnceForAFirstSuccess() {
    assertThat(readings(policy().maxDuration(ofSeconds(9)), false)).isEqualTo(1);
    assertThat(readings(policy().attemptTimeout(ofSeconds(9)), false)).isZero();
  }

  /** {@code com.sun.management.ThreadMXBean} of this thread, whose module the tests do not read by name. */
  private static final class Allocated {
    private final MethodHandle current;

    Allocated() {
      try {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
        Class<?> plain = Class.forName("java.lang.management.ThreadMXBean");
        Class<?> extended = Class.forName("com.sun.management.ThreadMXBean");
        Object bean = lookup
            .findStatic(factory, "getThreadMXBean", MethodType.methodType(plain))
            .invoke();
        this.current = lookup
            .findVirtual(
                extended, "getThreadAllocatedBytes", MethodType.methodType(long.class, long.class))
            .bindTo(bean);
      } catch (Throwable missing) {
        throw new AssertionError(missing);
      }
    }

    @SuppressWarnings("deprecation") // threadId() came with JDK 19
    long bytes() {
      try {
        return (long) current.invokeExact(Thread.currentThread().getId());
      } catch (Throwable broken) {
        throw new AssertionError(broken);
      }
    }
  }
}
