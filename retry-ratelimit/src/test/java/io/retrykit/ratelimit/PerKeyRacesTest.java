package io.retrykit.ratelimit;

import static io.retrykit.ratelimit.BudgetCalls.FAILURE;
import static io.retrykit.ratelimit.BudgetCalls.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.KeyLimits;
import io.retrykit.guard.RetryBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SPEC 9.7, with many threads at once. */
class PerKeyRacesTest {
  private static final int THREADS = 8;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private <T> List<T> together(Callable<T> task) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      running.add(threads.submit(() -> {
        start.await();
        return task.call();
      }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> each : running) {
      results.add(each.get());
    }
    return results;
  }

  /** Counts what it has granted and not been told of. */
  private static final class Open implements Guard {
    final AtomicInteger open = new AtomicInteger();

    @Override
    public String name() {
      return "open";
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      open.incrementAndGet();
      return Admission.granted(this);
    }

    @Override
    public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
      assertThat(lease).isSameAs(this);
      open.decrementAndGet();
    }
  }

  @Test
  void oneKey_byManyThreadsAtOnce_hasOneGuard() throws Exception {
    for (int round = 0; round < 200; round++) {
      List<Open> made = Collections.synchronizedList(new ArrayList<>());
      Guard guard = PerKey.guard("model", key -> {
        Open one = new Open();
        made.add(one);
        return one;
      });
      List<Admission> granted = together(() -> guard.admit(request("key")));

      assertThat(made).hasSize(1);
      assertThat(made.get(0).open).hasValue(THREADS);
      granted.forEach(each -> guard.succeeded(each.lease(), null, -1));
      assertThat(made.get(0).open).hasValue(0);
    }
  }

  @Test
  void moreKeysThanThereIsRoomFor_everyGrantIsToldToItsOwnGuard() throws Exception {
    List<Open> made = Collections.synchronizedList(new ArrayList<>());
    Guard guard = PerKey.guard(
        "model",
        key -> {
          Open one = new Open();
          made.add(one);
          return one;
        },
        KeyLimits.defaults().withMaxKeys(4));
    together(() -> {
      for (int i = 0; i < 2_000; i++) {
        Admission granted = guard.admit(request("key" + i % 16));
        guard.succeeded(granted.lease(), null, -1);
      }
      return true;
    });

    assertThat(made).hasSizeGreaterThan(16);
    assertThat(made).allMatch(one -> one.open.get() == 0);
  }

  @Test
  void oneKeysBudget_isDrawnByAllThreads_noMoreThanItHolds() throws Exception {
    RetryBudget budget = PerKey.budget(
        "service", key -> AwsRetryBudget.builder().capacity(5 * 100).build());
    List<Integer> taken = together(() -> {
      int mine = 0;
      while (budget.acquire(request("key"), FAILURE, Verdict.retry()) != RetryBudget.REFUSED) {
        mine++;
      }
      return mine;
    });

    assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
  }
}
