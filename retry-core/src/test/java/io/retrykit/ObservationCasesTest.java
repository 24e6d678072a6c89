package io.retrykit;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The published cases on observation ({@code OB-}) that are about the loop; the others are with context and switch. */
class ObservationCasesTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  /** SPEC 10.3. */
  @Test
  void ob01_fiveFailures_fourCallbacksEachWithItsOwnFailure() {
    List<Integer> attempts = new ArrayList<>();
    List<@Nullable Throwable> failures = new ArrayList<>();
    List<IllegalStateException> thrown = new ArrayList<>();
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(5)
        .onRetry((failure, attempt) -> {
          attempts.add(attempt);
          failures.add(failure);
        })
        .build());
    Throwable last = catchThrowable(() -> retry.callWithAttempt(attempt -> {
      thrown.add(new IllegalStateException("failure " + attempt.number()));
      throw thrown.get(attempt.number() - 1);
    }));
    assertThat(attempts).containsExactly(1, 2, 3, 4);
    assertThat(failures).containsExactlyElementsOf(thrown.subList(0, 4));
    assertThat(last).isSameAs(thrown.get(4));
  }

  /** The synchronous half. */
  @Test
  void ob06_retryScheduled_hookSeesThePauseThatIsMade() throws Exception {
    Journal journal = new Journal();
    Retry retry = Retry.with(RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .backoff(Backoff.fixed(ofMillis(10)))
        .listener(journal.listener())
        .build());
    retry.call(new Script<String>().fails(new IllegalStateException("failure")).returns("v"));
    assertThat(journal.lines("RETRY")).containsExactly("RETRY 1 in 10ms");
    assertThat(time.sleeps()).containsExactly(ofMillis(10));
  }
}
