package io.retrykit.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The id of an operation, drawn from the user's source when it is first asked for. */
class AttemptCallTest {
  private final List<AttemptCall<String, RuntimeException>> calls = new ArrayList<>();
  private final List<String> heldBy = new ArrayList<>();
  private long drawn;

  /** Takes a lock of its own, perhaps; so none of ours may be held meanwhile. */
  private final RandomGenerator random = () -> {
    calls.stream()
        .filter(Thread::holdsLock)
        .forEach(call -> heldBy.add(call.getClass().getSimpleName()));
    return ++drawn;
  };

  private AttemptCall<String, RuntimeException> call() {
    Plan plan = Plan.of(RetryPolicy.builder().discovery(false).random(random).build());
    AttemptCall<String, RuntimeException> call =
        new AttemptCall<>(attempt -> attempt.operationId(), plan);
    calls.add(call);
    return call;
  }

  @Test
  void operationId_isDrawnOnce_withNoLockHeld() {
    AttemptCall<String, RuntimeException> call = call();
    String id = call.call();
    assertThat(call.call()).isSameAs(id).isEqualTo("00000000-0000-0001-0000-000000000002");
    assertThat(drawn).isEqualTo(2);
    assertThat(heldBy).isEmpty();
  }
}
