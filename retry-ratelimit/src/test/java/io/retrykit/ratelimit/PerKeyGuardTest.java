package io.retrykit.ratelimit;

import static io.retrykit.ratelimit.BudgetCalls.FAILURE;
import static io.retrykit.ratelimit.BudgetCalls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.KeyLimits;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SPEC 9.7: a guard for each key. */
class PerKeyGuardTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final List<String> told = new ArrayList<>();
  private final Map<String, Integer> made = new HashMap<>();

  /** Grants with a lease of its own, and writes down what it is told. */
  private class Told implements Guard {
    private final String name;
    private final boolean timed;
    private int leases;

    Told(String key, boolean timed) {
      this.name = key + "#" + made.merge(key, 1, Integer::sum);
      this.timed = timed;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      return request.cost() > 100
          ? Admission.refused("too dear", 5, "detail of " + name)
          : Admission.grantedAfter("lease " + ++leases, request.cost());
    }

    @Override
    public boolean timed() {
      return timed;
    }

    @Override
    public boolean failOpen() {
      return name.startsWith("open");
    }

    @Override
    public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
      told.add(name + " succeeded " + lease + " " + result + " " + nanos);
    }

    @Override
    public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
      told.add(name + " failed " + lease + " " + verdict.isThrottled() + " " + nanos);
    }

    @Override
    public void abandoned(@Nullable Object lease) {
      told.add(name + " abandoned " + lease);
    }

    @Override
    public void released(@Nullable Object lease) {
      told.add(name + " released " + lease);
    }

    @Override
    public AttemptRefusedException refusal(Admission refusal, @Nullable Throwable lastFailure) {
      return new AttemptRefusedException(
          name, refusal.reason() + ", " + refusal.lease(), null, lastFailure);
    }
  }

  private Guard guard(KeyLimits limits) {
    return PerKey.guard("model", key -> new Told(key, false), limits.withTimebase(time));
  }

  private Guard limiters() {
    return PerKey.guard(
        "model",
        key -> RateLimiter.builder(1, Duration.ofMinutes(1))
            .name("limiter of " + key)
            .timebase(time)
            .maxWait(Duration.ZERO)
            .build());
  }

  @Test
  void keyInTrouble_doesNotHoldBackTheOthers() {
    Guard guard = limiters();

    assertThat(guard.admit(request("busy")).isGranted()).isTrue();
    assertThat(guard.admit(request("busy")).isGranted()).isFalse();
    assertThat(guard.admit(request("idle")).isGranted()).isTrue();
    assertThat(guard.name()).isEqualTo("model");
    assertThat(guard).hasToString("model, for each of 2 keys");
  }

  @Test
  void refusal_isInTheWordsOfTheKeysOwnGuard() {
    Guard guard = limiters();
    guard.admit(request("busy"));
    Admission refused = guard.admit(request("busy"));

    assertThat(refused.retryAfterNanos()).isEqualTo(Duration.ofMinutes(1).toNanos());
    AttemptRefusedException refusal = guard.refusal(refused, null);
    assertThat(refusal.getMessage()).startsWith("attempt refused by limiter of busy: ");
  }

  @Test
  void refusal_hasTheDetailThatTheGuardGaveIt() {
    Guard guard = guard(KeyLimits.defaults());
    IllegalStateException last = new IllegalStateException("down");
    Admission refused = guard.admit(AdmissionRequest.first("a", 101, 1_000));

    assertThat(guard.refusal(refused, last))
        .hasMessage("attempt refused by a#1: too dear, detail of a#1")
        .hasCause(last);
    assertThat(guard.refusal(Admission.refused("of somebody else", -1), last))
        .hasMessage("attempt refused by model: of somebody else");
  }

  @Test
  void outcome_isToldToTheGuardOfItsKey_withTheLeaseItGave() {
    Guard guard = guard(KeyLimits.defaults());
    Admission a = guard.admit(request("a"));
    Admission b = guard.admit(request("b"));
    assertThat(a.waitNanos()).isEqualTo(1);
    guard.succeeded(b.lease(), "result", 9);
    guard.failed(a.lease(), FAILURE, Verdict.throttled(), 8);
    guard.abandoned(guard.admit(request("a")).lease());
    guard.released(guard.admit(request("b")).lease());

    assertThat(told)
        .containsExactly(
            "b#1 succeeded lease 1 result 9",
            "a#1 failed lease 1 true 8",
            "a#1 abandoned lease 2",
            "b#1 released lease 2");
  }

  @Test
  void outcome_ofADroppedKey_isToldToThatVeryGuard() {
    Guard guard = guard(KeyLimits.defaults().withIdle(Duration.ofMinutes(1)));
    Admission before = guard.admit(request("a"));
    time.advance(Duration.ofMinutes(2));
    guard.admit(request("b")); // a new key has idle ones looked for
    assertThat(guard).hasToString("model, for each of 1 keys");
    Admission after = guard.admit(request("a"));
    guard.succeeded(before.lease(), null, -1);
    guard.succeeded(after.lease(), null, -1);

    assertThat(told)
        .containsExactly("a#1 succeeded lease 1 null -1", "a#2 succeeded lease 1 null -1");
  }

  @Test
  void keyInUse_isNotDropped() {
    Guard guard = guard(KeyLimits.defaults().withIdle(Duration.ofMinutes(1)));
    for (int i = 0; i < 10; i++) {
      guard.admit(request("a"));
      time.advance(Duration.ofSeconds(50));
      guard.admit(request("other " + i));
    }

    assertThat(made).containsEntry("a", 1);
  }

  @Test
  void keys_areNeverMoreThanTheLimit_andALateOutcomeStillFindsItsGuard() {
    Guard guard = guard(KeyLimits.defaults().withMaxKeys(2));
    List<Admission> granted = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      granted.add(guard.admit(request("key" + i)));
    }
    assertThat(guard).hasToString("model, for each of 2 keys");
    granted.forEach(each -> guard.released(each.lease()));

    assertThat(told).hasSize(50).startsWith("key0#1 released lease 1");
  }

  @Test
  void leaseOfSomebodyElse_isNotHandedOn() {
    Guard guard = guard(KeyLimits.defaults());
    guard.admit(request("a"));
    guard.succeeded("not ours", null, 0);
    guard.failed(null, FAILURE, Verdict.retry(), 0);
    guard.abandoned(7);
    guard.released(null);

    assertThat(told).isEmpty();
  }

  @Test
  void pendingAnswer_isHandedOnWhenItComes_andItsOutcomeFindsTheGuard() {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    Guard guard = PerKey.guard("model", key -> new Told(key, false) {
      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.pending(answer);
      }
    });
    Admission pending = guard.admit(request("a"));
    CompletableFuture<Admission> handedOn = pending.stage().toCompletableFuture();
    assertThat(pending.kind()).isEqualTo(Admission.Kind.PENDING);
    assertThat(handedOn).isNotDone();
    answer.complete(Admission.granted("far away"));
    guard.succeeded(handedOn.join().lease(), "result", 3);

    assertThat(told).containsExactly("a#1 succeeded far away result 3");
  }

  @Test
  void guardThatAnswersTheSame_isHandedOnAsTheSame() {
    Guard guard = PerKey.guard("model", key -> new Told(key, false) {
      private final Admission always = Admission.granted("always");

      @Override
      public Admission admit(AdmissionRequest request) {
        return request.cost() > 100 ? super.admit(request) : always;
      }
    });
    Admission first = guard.admit(request("a"));

    assertThat(guard.admit(request("a"))).isSameAs(first);
    assertThat(guard.admit(AdmissionRequest.first("a", 101, 1)).isGranted()).isFalse();
    assertThat(guard.admit(request("a")).isGranted()).isTrue();
    assertThat(guard.admit(request("b")).lease()).isNotEqualTo(first.lease());
  }

  @Test
  void maker_thatThrows_isHeard_andTriedAgain() {
    int[] turns = {0};
    Guard guard = PerKey.guard("model", key -> {
      if (++turns[0] == 1) {
        throw new IllegalStateException("no guard for " + key);
      }
      return new Told(key, false);
    });

    assertThatThrownBy(() -> guard.admit(request("a"))).hasMessage("no guard for a");
    assertThat(guard.admit(request("a")).isGranted()).isTrue();
  }

  @Test
  void timedGuard_amongUntimedOnes_isRefusedNamingIt() {
    Guard guard = PerKey.guard("model", key -> new Told(key, true));

    assertThat(guard.timed()).isFalse();
    assertThatThrownBy(() -> guard.admit(request("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "maker must make guards that are not timed, or be given to timedGuard, made" + " a#1");
  }

  @Test
  void timedGuard_tellsTheTimes_alsoToGuardsThatDoNotAsk() {
    KeyLimits limits = KeyLimits.defaults();
    Guard guard = PerKey.timedGuard("model", key -> new Told(key, key.equals("timed")), limits);

    assertThat(guard.timed()).isTrue();
    guard.succeeded(guard.admit(request("timed")).lease(), null, 5);
    guard.succeeded(guard.admit(request("plain")).lease(), null, 6);
    assertThat(told)
        .containsExactly("timed#1 succeeded lease 1 null 5", "plain#1 succeeded lease 1 null 6");
  }

  @Test
  void failOpen_isThatOfTheGuardsMade_andNotBeforeThereIsOne() {
    Guard open = guard(KeyLimits.defaults());
    Guard shut = guard(KeyLimits.defaults());
    assertThat(open.failOpen()).isFalse();
    open.admit(request("open"));
    shut.admit(request("shut"));

    assertThat(open.failOpen()).isTrue();
    assertThat(shut.failOpen()).isFalse();
  }

  @Test
  @SuppressWarnings("NullAway") // what unchecked callers do
  void arguments_thatAreMissing_areNamed() {
    assertThatThrownBy(() -> PerKey.guard(null, key -> new Told(key, false)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
    assertThatThrownBy(() -> PerKey.guard("model", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("maker");
    assertThatThrownBy(() -> PerKey.guard("model", key -> null).admit(request("a")))
        .isInstanceOf(NullPointerException.class);
  }
}
