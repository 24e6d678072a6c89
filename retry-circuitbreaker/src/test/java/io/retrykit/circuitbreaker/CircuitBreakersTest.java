package io.retrykit.circuitbreaker;

import static io.retrykit.testing.Attempts.request;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.KeyLimits;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.testing.CapturedLog;
import io.retrykit.testing.Together;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 22.13: a breaker for each key. */
class CircuitBreakersTest {
  private static final Outcome DOWN = Outcome.ofFailure(new IOException("down"));

  @RegisterExtension
  final Together threads = new Together(8);

  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final VirtualTimebase time = VirtualTimebase.manual();
  private final KeyLimits limits = KeyLimits.defaults().withTimebase(time);
  private final CircuitBreakerBuilder settings =
      CircuitBreaker.builder("model").consecutiveFailures(1).timebase(time);

  private void fail(CircuitBreaker breaker) {
    assertThatThrownBy(() -> breaker.call(() -> {
          throw new IOException("down");
        }))
        .hasMessage("down");
  }

  @Test
  void get_ofOneKeyByManyThreadsAtOnce_makesOneBreaker() throws Exception {
    for (int round = 0; round < 200; round++) {
      CircuitBreakers breakers = settings.perKey(limits);
      Set<CircuitBreaker> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      seen.addAll(threads.all(() -> breakers.get("key")));

      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void keys_areNoMoreThanAllowed_theLeastRecentlyUsedGoesFirst() {
    CircuitBreakers breakers = settings.perKey(limits.withMaxKeys(2));
    CircuitBreaker a = breakers.get("a");
    breakers.get("b");
    breakers.get("a");
    breakers.get("c");

    assertThat(breakers.keys()).containsExactlyInAnyOrder("a", "c");
    assertThat(breakers.get("a")).isSameAs(a);
    assertThat(breakers).hasToString("model, for each of 2 keys");
  }

  @Test
  void keys_thatNobodyUses_areDroppedAfterTheirIdleTime() {
    CircuitBreakers breakers = settings.perKey(limits.withIdle(ofMinutes(10)));
    breakers.get("idle");
    breakers.get("used");
    for (int i = 0; i < 4; i++) {
      time.advance(ofMinutes(5));
      breakers.admit(request("used"));
      breakers.get("new" + i); // has the registry look
    }

    assertThat(breakers.keys()).contains("used").doesNotContain("idle");
    assertThat(breakers.find("idle")).isEmpty();
    assertThat(breakers.find("used")).isPresent();
  }

  @Test
  void find_makesNothing() {
    CircuitBreakers breakers = settings.perKey(limits);

    assertThat(breakers.find("a")).isEmpty();
    assertThat(breakers.keys()).isEmpty();
    CircuitBreaker made = breakers.get("a");
    assertThat(breakers.find("a")).containsSame(made);
  }

  @Test
  void admit_byManyThreads_asksTheBreakerOfTheKey() throws Exception {
    CircuitBreakers breakers = settings.perKey(limits);
    fail(breakers.get("down"));

    assertThat(threads.all(() -> breakers.admit(request("down")).isGranted())).containsOnly(false);
    assertThat(threads.all(() -> breakers.admit(request("up")).isGranted())).containsOnly(true);
  }

  @Test
  void snapshots_areSortedByKey() {
    CircuitBreakers breakers = settings.perKey(limits);
    for (String key : List.of("c", "a", "b", "B")) {
      breakers.get(key);
    }
    fail(breakers.get("b"));

    assertThat(breakers.snapshots())
        .extracting(CircuitSnapshot::breaker)
        .containsExactly("model[B]", "model[a]", "model[b]", "model[c]");
    assertThat(breakers.snapshots())
        .extracting(CircuitSnapshot::state)
        .containsExactly(
            CircuitState.CLOSED, CircuitState.CLOSED, CircuitState.OPEN, CircuitState.CLOSED);
  }

  @Test
  void refusal_namesTheBreakerOfTheKey() {
    CircuitBreakers breakers = settings.openTime(ofSeconds(5)).perKey(limits);
    Retry retry =
        Retry.with(RetryPolicy.builder().guard(breakers).timebase(time).build());
    fail(breakers.get("claude"));
    time.advance(ofSeconds(2));

    assertThatThrownBy(() -> retry.forKey("claude").call(() -> "never made"))
        .isInstanceOfSatisfying(CircuitOpenException.class, refused -> {
          assertThat(refused.breaker()).isEqualTo("model[claude]");
          assertThat(refused.state()).isEqualTo(CircuitState.OPEN);
          assertThat(refused.remaining()).contains(ofSeconds(3));
          assertThat(refused).hasNoCause();
        });
    assertThat(retry.forKey("titan").<String, RuntimeException>call(() -> "made"))
        .isEqualTo("made");
  }

  @Test
  void refusal_isToldToThePolicysListeners_withTheKey() {
    CircuitBreakers breakers = settings.openTime(ofSeconds(5)).perKey(limits);
    List<String> ends = new ArrayList<>();
    Retry retry = Retry.with(RetryPolicy.builder()
        .guard(breakers)
        .timebase(time)
        .listener(event -> ends.add(event.type() + " " + event.detail()))
        .build());
    fail(breakers.get("claude"));

    assertThatThrownBy(() -> retry.forKey("claude").call(() -> "never made"));
    assertThat(ends).endsWith("GAVE_UP model[claude]: the circuit is open");
  }

  @Test
  void refusal_ofAnAnswerThatIsNotItsOwn_stillNamesTheGuard() {
    CircuitBreakers breakers = settings.perKey(limits);

    assertThat(breakers.refusal(Admission.refused("no", 7), null)).hasMessageContaining("model");
  }

  /** Its user has the breaker in hand all the time, and calls it; the registry is not asked, so it does not know. */
  @Test
  void stateSetByHand_goesWithItsKey_thoughAReferenceIsKeptAndUsed() {
    CircuitBreakers breakers = settings.perKey(limits.withIdle(ofMinutes(10)));
    CircuitBreaker kept = breakers.get("a");
    kept.forceOpen();
    for (int i = 0; i < 4; i++) {
      time.advance(ofMinutes(5));
      assertThat(kept.admit(request("a")).isGranted()).isFalse();
      breakers.get("new" + i); // has the registry look
    }

    assertThat(breakers.get("a")).isNotSameAs(kept);
    assertThat(breakers.get("a").state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void outcome_thatComesAfterItsKeyWasDropped_reachesTheBreakerThatGranted() {
    CircuitBreakers breakers = settings.countWindow(100).perKey(limits.withMaxKeys(1));
    CircuitBreaker dropped = breakers.get("a");
    Object failing = breakers.admit(request("a")).lease();
    Object succeeding = breakers.admit(request("a")).lease();
    Object leaving = breakers.admit(request("a")).lease();
    breakers.get("b");
    assertThat(breakers.keys()).containsExactly("b");
    CircuitBreaker again = breakers.get("a");

    breakers.failed(failing, DOWN, Verdict.retry(), Admission.UNKNOWN);
    breakers.succeeded(succeeding, "good", Admission.UNKNOWN);
    breakers.abandoned(leaving);

    assertThat(again).isNotSameAs(dropped);
    assertThat(again.snapshot().calls()).isZero();
    assertThat(dropped.snapshot().calls()).isEqualTo(2);
    assertThat(dropped.snapshot().failed()).isEqualTo(1);
  }

  @Test
  void probe_abandonedAfterItsKeyWasDropped_freesItsPlace() {
    CircuitBreakers breakers = settings.perKey(limits.withMaxKeys(1));
    CircuitBreaker dropped = breakers.get("a");
    dropped.open();
    dropped.halfOpen();
    Object probe = breakers.admit(request("a")).lease();
    breakers.get("b");
    assertThat(dropped.admit(request("a")).isGranted()).isFalse();

    breakers.abandoned(probe);
    assertThat(dropped.admit(request("a")).isGranted()).isTrue();
  }

  @Test
  void timed_isWhatItsBreakersAre() {
    assertThat(settings.perKey(limits).timed()).isFalse();
    assertThat(
            settings.countWindow(10).slowCalls(ofSeconds(1), 50).perKey(limits).timed())
        .isTrue();
  }

  /** A key is whatever a caller sends; its breaker's name stands in every line. */
  @Test
  void key_withALineBreak_forgesNoLineOfTheLog() {
    CircuitBreakers breakers = settings.perKey(limits);
    String key = "a\nWARN root: \u001b[31mpwned\u2028b";
    fail(breakers.get(key));

    String name = "model[a\\nWARN root: \\u001b[31mpwned\\u2028b]";
    assertThat(breakers.keys()).containsExactly(key);
    assertThat(breakers.get(key).name()).isEqualTo(name);
    assertThat(log.lines())
        .containsExactly("WARN " + name + ": CLOSED -> OPEN for 30s: 1 of the last 1 calls failed");
    assertThat(breakers.refusal(breakers.admit(request(key)), null).getMessage())
        .contains(name)
        .doesNotContain("\n");
    assertThat(breakers.get(key).toString()).startsWith(name).doesNotContain("\n");
    assertThat(CircuitBreaker.of("a\nb").name()).isEqualTo("a\\nb");
    assertThat(CircuitBreaker.builder("a\nb").perKey(limits).name()).isEqualTo("a\\nb");
  }

  /** A registry lives as long as the program: what it was used for must not. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void operation_isNotHeld(boolean watchesSlowness) {
    CircuitBreakerBuilder builder = settings.countWindow(10);
    CircuitBreakers breakers =
        (watchesSlowness ? builder.slowCalls(ofSeconds(1), 50) : builder).perKey(limits);
    List<WeakReference<?>> used = new ArrayList<>();
    use(breakers.get("closed"), used);
    CircuitBreaker halfOpen = breakers.get("half-open");
    halfOpen.open();
    halfOpen.halfOpen();
    use(halfOpen, used);

    for (int i = 0; i < 100 && used.stream().anyMatch(each -> each.get() != null); i++) {
      System.gc();
    }
    assertThat(used).hasSize(10).allMatch(each -> each.get() == null);
    assertThat(breakers.keys()).hasSize(2);
  }

  /** Makes calls of every kind, and lists what each of them had to do with. */
  private static void use(CircuitBreaker breaker, List<WeakReference<?>> used) {
    byte[] captured = new byte[1];
    byte[] result = new byte[1];
    IOException failure = new IOException("down");
    assertThat(captured.length
            + breaker.<byte[], RuntimeException>call(() -> {
                  captured[0] = 1;
                  return result;
                })
                .length)
        .isEqualTo(2);
    assertThat(catchThrowable(() -> breaker.call(() -> {
          throw failure;
        })))
        .isSameAs(failure);
    CompletableFuture<byte[]> stage = new CompletableFuture<>();
    CompletableFuture<byte[]> async = breaker.callAsync(() -> stage);
    used.add(new WeakReference<>(captured));
    used.add(new WeakReference<>(result));
    used.add(new WeakReference<>(failure));
    used.add(new WeakReference<>(stage));
    used.add(new WeakReference<>(async));
  }
}
