package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A store somewhere else: each question gets the answer that the test gives, when it gives it. Notes what is given back. */
final class LateStore implements PermitStore {
  final CompletableFuture<Admission> answer = new CompletableFuture<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<String> told = new ArrayList<>();

  @Override
  public synchronized Admission take(String key, long permits, long patienceNanos) {
    told.add("take " + permits + " for " + key);
    asked.countDown();
    return Admission.pending(answer);
  }

  @Override
  public synchronized void giveBack(String key, @Nullable Object lease) {
    told.add("give back " + lease + " for " + key);
  }

  void awaitQuestion() throws InterruptedException {
    asked.await();
  }

  synchronized List<String> told() {
    return List.copyOf(told);
  }
}
