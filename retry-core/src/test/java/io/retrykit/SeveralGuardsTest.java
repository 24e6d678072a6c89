package io.retrykit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SPEC 8.2: what several guards grant, however often with the same answer, each hears of its own again. */
class SeveralGuardsTest {
  private final List<String> told = new ArrayList<>();

  /** Grants with the lease it is given for each call in turn; the same lease is the same answer. */
  private final class Leasing implements Guard {
    private final String name;
    private final Deque<Integer> leases;
    private final Admission[] answers = new Admission[3];

    Leasing(String name, List<Integer> leases) {
      this.name = name;
      this.leases = new ArrayDeque<>(leases);
      for (int i = 0; i < answers.length; i++) {
        answers[i] = Admission.granted(name + i);
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      return answers[leases.remove()];
    }

    @Override
    public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
      told.add(result + " " + lease);
    }

    @Override
    public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
      told.add("failed " + lease);
    }

    @Override
    public void released(@Nullable Object lease) {
      told.add("released " + lease);
    }
  }

  private static Retry through(Guard... guards) {
    var policy = RetryPolicy.builder().discovery(false).backoff(Backoff.none()).maxAttempts(1);
    for (Guard guard : guards) {
      policy.guard(guard);
    }
    return Retry.with(policy.build());
  }

  /** Each call begins before the one around it has ended, as calls of other threads do. */
  private static String nested(Retry retry, int call, int calls) {
    return retry.call(() -> {
      if (call + 1 < calls) {
        nested(retry, call + 1, calls);
      }
      return "call " + call;
    });
  }

  @Property
  void leases_overlappingCalls_comeBackToTheirOwn(
      @ForAll @Size(6) List<@IntRange(max = 2) Integer> first,
      @ForAll @Size(6) List<@IntRange(max = 2) Integer> second) {
    told.clear();
    nested(through(new Leasing("a", first), new Leasing("b", second)), 0, 6);

    List<String> expected = new ArrayList<>();
    for (int call = 5; call >= 0; call--) {
      expected.add("call " + call + " b" + second.get(call));
      expected.add("call " + call + " a" + first.get(call));
    }
    assertThat(told).isEqualTo(expected);
  }

  @Property
  void leases_overlappingCallsPastThree_comeBackToTheirOwn(
      @ForAll @Size(4) List<@IntRange(max = 2) Integer> first,
      @ForAll @Size(4) List<@IntRange(max = 2) Integer> second,
      @ForAll @Size(4) List<@IntRange(max = 2) Integer> third) {
    told.clear();
    Guard[] guards = {new Leasing("a", first), new Leasing("b", second), new Leasing("c", third)};
    nested(through(guards), 0, 4);

    List<String> expected = new ArrayList<>();
    for (int call = 3; call >= 0; call--) {
      expected.add("call " + call + " c" + third.get(call));
      expected.add("call " + call + " b" + second.get(call));
      expected.add("call " + call + " a" + first.get(call));
    }
    assertThat(told).isEqualTo(expected);
  }

  /** Asked once each: what the second answered is waited for, not asked for again. */
  @Test
  void leases_laterGuardGrantsAfterAWait_areAskedForOnce() {
    VirtualTimebase time = VirtualTimebase.create();
    Leasing first = new Leasing("a", List.of(1));
    Guard slow = new Guard() {
      private int asked;

      @Override
      public String name() {
        return "slow";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.grantedAfter("asked " + ++asked, 5_000_000);
      }

      @Override
      public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
        told.add(result + " " + lease + " after " + time.elapsed().toMillis());
      }
    };
    RetryPolicy policy = RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .guard(first)
        .guard(slow)
        .build();

    assertThat(Retry.with(policy).call(() -> "value")).isEqualTo("value");
    assertThat(told).containsExactly("value asked 1 after 5", "value a1");
  }

  @Test
  void leases_laterGuardRefuses_areReleasedAndItSaysWhy() {
    Leasing first = new Leasing("a", List.of(2));
    Guard closed = new Guard() {
      private int asked;

      @Override
      public String name() {
        return "closed";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.refused("refusal " + ++asked, Admission.UNKNOWN);
      }
    };

    assertThatThrownBy(() -> through(first, closed).call(() -> "never"))
        .isInstanceOf(AttemptRefusedException.class)
        .hasMessageContaining("refusal 1");
    assertThat(told).containsExactly("released a2");
  }

  /** As what it throws cannot be read, it is no refusal: but the first guard is told. */
  @Test
  void leases_laterGuardThrowsWhatCannotBeRead_areReleased() {
    Leasing first = new Leasing("a", List.of(1));
    IllegalStateException mute = new IllegalStateException("mute");
    Guard broken = new Guard() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        throw new IllegalArgumentException("unreadable") {
          @Override
          public String getMessage() {
            throw mute;
          }
        };
      }
    };

    assertThatThrownBy(() -> through(first, broken).call(() -> "never")).isSameAs(mute);
    assertThat(told).containsExactly("released a1");
  }

  @Test
  void leases_laterGuardEndsInAnError_areReleased() {
    Leasing first = new Leasing("a", List.of(0, 1));
    Guard broken = new Guard() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        throw new StackOverflowError("on purpose");
      }
    };
    Retry retry = through(first, broken);

    assertThatThrownBy(() -> retry.call(() -> "never")).isInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() -> retry.call(() -> "never")).isInstanceOf(StackOverflowError.class);
    assertThat(told).containsExactly("released a0", "released a1");
  }

  @Test
  void leases_failureAfterSuccesses_isToldOfItsOwn() {
    Retry retry = through(new Leasing("a", List.of(0, 0, 1)), new Leasing("b", List.of(2, 2, 2)));
    retry.call(() -> "one");
    retry.call(() -> "two");

    assertThatThrownBy(() -> retry.call(() -> {
          throw new IllegalStateException("on purpose");
        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(told)
        .containsExactly("one b2", "one a0", "two b2", "two a0", "failed b2", "failed a1");
  }
}
