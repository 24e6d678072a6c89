package io.retrykit.circuitbreaker;

import io.retrykit.guard.Admission;
import org.jspecify.annotations.Nullable;

/** What each thread of a program holds and has told; a thread looks at its own alone, so nothing here can race. */
final class Held {
  private static final int THREADS = 8;
  private static final int MOST = 16;

  private final @Nullable Admission[] grants = new Admission[THREADS * MOST];
  private final int[] counts = new int[THREADS];
  private final int[] succeeded = new int[THREADS];
  private final int[] failed = new int[THREADS];

  /** Keeps a grant; returns 0 for one, and for a refusal how long it is until asking makes sense. */
  long keep(int thread, Admission answer) {
    if (!answer.isGranted()) {
      return answer.retryAfterNanos();
    }
    grants[thread * MOST + counts[thread]++] = answer;
    return 0;
  }

  /** Returns what the thread got last and has not let go, and lets it go; null if there is nothing. */
  @Nullable
  Admission drop(int thread) {
    return counts[thread] == 0 ? null : grants[thread * MOST + --counts[thread]];
  }

  /** Notes that a call ended. */
  void ended(int thread, boolean hasFailed) {
    (hasFailed ? failed : succeeded)[thread]++;
  }

  /** Returns how many grants are held. For the end of a program. */
  int held() {
    return sum(counts);
  }

  /** Returns how many calls were said to have ended. For the end of a program. */
  int calls() {
    return sum(succeeded) + failed();
  }

  /** Returns how many of them have failed. For the end of a program. */
  int failed() {
    return sum(failed);
  }

  private static int sum(int[] numbers) {
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }
}
