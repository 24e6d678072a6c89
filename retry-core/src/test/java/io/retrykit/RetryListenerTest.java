package io.retrykit;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What listeners hear. */
class RetryListenerTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final VirtualTimebase time = VirtualTimebase.create();
  private final Journal journal = new Journal();
  private final IllegalStateException failure = new IllegalStateException("failure");

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder()
        .name("claude")
        .discovery(false)
        .timebase(time)
        .backoff(Backoff.fixed(ofMillis(5)));
  }

  private record Picky(Set<RetryEvent.Type> wanted, List<RetryEvent> heard)
      implements RetryListener {
    @Override
    public boolean wants(RetryEvent.Type type) {
      return wanted.contains(type);
    }

    @Override
    public void onEvent(RetryEvent event) {
      heard.add(event);
    }
  }

  /** SPEC 10.1. */
  @Test
  void events_ofOneCall_areHeardOnceInOrderByEverybody() throws Exception {
    Journal other = new Journal();
    Retry retry = Retry.with(
        policy().listener(journal.listener()).listener(other.listener()).build());
    retry.call(new Script<String>().fails(2, failure).returns("v"));
    assertThat(journal.lines())
        .containsExactly(
            "FAILED 1 failure",
            "RETRY 1 in 5ms",
            "FAILED 2 failure",
            "RETRY 2 in 5ms",
            "SUCCEEDED 3 v");
    assertThat(other.lines()).isEqualTo(journal.lines());
  }

  /** SPEC 10.1: a first success is an end of an attempt as well. */
  @Test
  void firstSuccess_isHeardIfWanted() throws Exception {
    Retry retry = Retry.with(policy().listener(journal.listener()).build());
    retry.call(new Script<String>().returns("v"));
    retry.run(() -> {});
    assertThat(journal.lines()).containsExactly("SUCCEEDED 1 v", "SUCCEEDED 1 null");
  }

  /** SPEC 10.1. */
  @Test
  void events_notWanted_areNotHeard() throws Exception {
    for (RetryEvent.Type type : RetryEvent.Type.values()) {
      List<RetryEvent> heard = new ArrayList<>();
      Retry retry =
          Retry.with(policy().listener(new Picky(EnumSet.of(type), heard)).build());
      retry.call(new Script<String>().fails(failure).returns("v"));
      assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
          .isNotNull();
      assertThat(heard).allMatch(event -> event.type() == type);
      assertThat(heard)
          .hasSize(
              switch (type) {
                case SUCCEEDED, GAVE_UP -> 1;
                case FAILED -> 4;
                case RETRY -> 3;
                case REFUSED -> 0;
              });
    }
  }

  /** SPEC 10.1: what an event says of each step. */
  @Test
  void events_carryWhatTheyAreAbout() {
    List<RetryEvent> heard = new ArrayList<>();
    Retry retry = Retry.with(policy().maxAttempts(2).listener(heard::add).build());
    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
        .isNotNull();
    assertThat(heard)
        .allSatisfy(event -> {
          assertThat(event.policy()).isEqualTo("claude");
          assertThat(event.maxAttempts()).isEqualTo(2);
          assertThat(event.failure()).isSameAs(failure);
        })
        .extracting(RetryEvent::toString)
        .containsExactly(
            "claude: attempt 1/2 FAILED, failure " + failure,
            "claude: attempt 1/2 RETRY in 5ms, failure " + failure,
            "claude: attempt 2/2 FAILED, failure " + failure,
            "claude: attempt 2/2 GAVE_UP (max attempts), failure " + failure);
  }

  /** SPEC 10.2: exceptions and errors alike; the next listener and the call do not notice. */
  @Test
  void listener_throws_isLoggedAndDropped() throws Exception {
    Retry retry = Retry.with(policy()
        .listener(event -> {
          throw new IllegalArgumentException("listener");
        })
        .listener(event -> {
          throw new AssertionError("assertion");
        })
        .onRetry((thrown, attempt) -> {
          throw new IllegalArgumentException("onRetry");
        })
        .listener(journal.listener())
        .build());
    assertThat(retry.call(new Script<String>().fails(failure).returns("v"))).isEqualTo("v");
    assertThat(journal.lines())
        .containsExactly("FAILED 1 failure", "RETRY 1 in 5ms", "SUCCEEDED 2 v");
    assertThat(log.warnings())
        .contains(
            "WARN claude: a listener failed on FAILED: java.lang.IllegalArgumentException: listener",
            "WARN claude: a listener failed on RETRY: java.lang.AssertionError: assertion",
            "WARN claude: a listener failed on RETRY: java.lang.IllegalArgumentException: onRetry",
            "WARN claude: a listener failed on SUCCEEDED: java.lang.AssertionError: assertion");
  }

  /** SPEC 10.3: null for the failure if the attempt returned; before the pause; nothing on the last attempt. */
  @Test
  void onRetry_failureAndResult_hearsBothBeforeThePause() throws Exception {
    List<@Nullable Throwable> failures = new ArrayList<>();
    Retry retry = Retry.with(policy()
        .retryOnResult("bad"::equals)
        .onRetry((thrown, attempt) -> {
          failures.add(thrown);
          journal.note("onRetry " + attempt + " at " + time.elapsed().toMillis() + "ms");
        })
        .build());
    assertThat(retry.call(new Script<String>().fails(failure).returns("bad"))).isEqualTo("bad");
    assertThat(journal.lines()).containsExactly("onRetry 1 at 0ms", "onRetry 2 at 5ms");
    assertThat(failures).containsExactly(failure, null);
  }

  /** SPEC 10.3. */
  @Test
  void onRetry_finalFailure_isNotCalled() {
    Retry retry = Retry.with(policy()
        .abortOn(IllegalStateException.class)
        .onRetry((thrown, attempt) -> journal.note("onRetry " + attempt))
        .build());
    assertThat(catchThrowable(() -> retry.call(new Script<String>().fails(failure))))
        .isNotNull();
    assertThat(journal.lines()).isEmpty();
  }
}
