package io.retrykit;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.CallCase.Answer;
import io.retrykit.CallCase.Step;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.RetryHistory;
import io.retrykit.guard.Admission;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** The laws of the loop, on random calls: it does what a naive reading of the rules says, and nothing else. */
class RetryPropertiesTest {
  private static final int TRIES = 3_000;

  /** One call, really made. */
  private static final class Made {
    final VirtualTimebase time = VirtualTimebase.create();
    final Journal journal = new Journal();
    final Map<String, Throwable> thrown = new HashMap<>();
    final List<Duration> announced = new ArrayList<>();
    final List<String> leases = new ArrayList<>();
    final CallCase call;
    int attempts;

    @Nullable
    Object result;

    @Nullable
    Throwable end;

    boolean flag;

    Made(CallCase call) {
      this.call = call;
      Retry retry = Retry.with(policy());
      Thread self = Thread.currentThread();
      if (call.interruptAt() > 0) {
        time.schedule(ofMillis(call.interruptAt()).toNanos(), self::interrupt);
      }
      try {
        result = retry.call(this::attempt);
      } catch (Throwable failure) {
        end = failure;
      }
      flag = Thread.interrupted();
    }

    private String attempt() throws Exception {
      attempts++;
      time.advance(ofMillis(call.attemptTime()));
      Step step = call.step(attempts);
      String name = CallOracle.name(step, attempts);
      switch (step) {
        case RETRYABLE -> throw remember(name, new IllegalStateException(name));
        case FATAL -> throw remember(name, new IllegalArgumentException(name));
        case ERROR -> throw remember(name, new AssertionError(name));
        case INTERRUPTED -> {
          Thread.interrupted(); // whoever throws it has taken the flag off
          throw remember(name, new InterruptedException(name));
        }
        default -> {
          return name;
        }
      }
    }

    private <X extends Throwable> X remember(String name, X failure) {
      thrown.put(name, failure);
      return failure;
    }

    private RetryPolicy policy() {
      RetryPolicyBuilder policy = RetryPolicy.builder()
          .discovery(false)
          .timebase(time)
          .maxAttempts(call.maxAttempts())
          .backoff(
              Backoff.list(call.pauses().stream().map(Duration::ofMillis).toArray(Duration[]::new)))
          .abortOn(IllegalArgumentException.class)
          .retryOnResult(String.class, text -> text.startsWith("bad"))
          .onDiscard(text -> journal.note("DISCARD " + text))
          .waitWhenRefused(call.waitWhenRefused())
          .listener(this::hear);
      for (int i = 0; i < call.answers().size(); i++) {
        policy.guard(guard(i));
      }
      if (call.tokens() >= 0) {
        policy.budget(journal.budget(amounts()));
      }
      if (call.maxDuration() > 0) {
        policy.maxDuration(ofMillis(call.maxDuration()));
      }
      return policy.build();
    }

    private void hear(RetryEvent event) {
      if (event.type() == RetryEvent.Type.RETRY) {
        announced.add(event.delay());
      }
      if (event.type() == RetryEvent.Type.REFUSED) {
        journal.note("REFUSED " + event.attempt() + " " + event.detail().substring(0, 2));
      } else {
        journal.listener().onEvent(event);
      }
    }

    private long[] amounts() {
      long[] amounts = new long[call.tokens() + call.maxAttempts()];
      for (int i = 0; i < amounts.length; i++) {
        amounts[i] = i < call.tokens() ? 1 : -1;
      }
      return amounts;
    }

    private Journal.RecordingGuard guard(int index) {
      Journal.RecordingGuard guard = journal.guard("g" + index);
      int[] granted = new int[1];
      for (int i = 0; i < 40; i++) {
        Answer answer = call.answer(index, i);
        guard.answers(request -> switch (answer) {
          case GRANT -> Admission.granted(lease(index, granted));
          case GRANT_AFTER_TWO ->
            Admission.grantedAfter(lease(index, granted), ofMillis(2).toNanos());
          case REFUSE -> Admission.refused("no", Admission.UNKNOWN);
          case REFUSE_FOR_THREE -> Admission.refused("busy", ofMillis(3).toNanos());
          case THROW -> throw new IllegalStateException("guard");
        });
      }
      return call.failOpen() ? guard.failsOpen() : guard;
    }

    private String lease(int index, int[] granted) {
      String lease = "lease" + ++granted[0];
      leases.add("g" + index + " " + lease);
      return lease;
    }

    String text() {
      Throwable failure = end;
      if (failure == null) {
        return "returned " + result;
      }
      if (failure instanceof AttemptRefusedException) {
        return "refused";
      }
      return failure instanceof CancellationException
          ? "cancelled"
          : "threw " + failure.getMessage();
    }

    /** Returns the failures attached to the one thrown. */
    List<String> history() {
      Throwable failure = Objects.requireNonNull(end);
      List<String> kept = new ArrayList<>();
      for (Throwable suppressed : failure.getSuppressed()) {
        if (suppressed instanceof RetryHistory history) {
          history.failures().forEach(one -> kept.add(String.valueOf(one.getMessage())));
        }
      }
      return kept;
    }
  }

  @Provide
  Arbitrary<CallCase> calls() {
    Arbitrary<Step> step = Arbitraries.frequency(
        Tuple.of(4, Step.RETRYABLE),
        Tuple.of(2, Step.BAD_RESULT),
        Tuple.of(2, Step.SUCCESS),
        Tuple.of(1, Step.FATAL),
        Tuple.of(1, Step.ERROR),
        Tuple.of(1, Step.INTERRUPTED));
    Arbitrary<Answer> answer = Arbitraries.frequency(
        Tuple.of(6, Answer.GRANT),
        Tuple.of(2, Answer.GRANT_AFTER_TWO),
        Tuple.of(1, Answer.REFUSE),
        Tuple.of(2, Answer.REFUSE_FOR_THREE),
        Tuple.of(1, Answer.THROW));
    Arbitrary<List<List<Answer>>> guards =
        answer.list().ofMaxSize(5).list().ofMinSize(0).ofMaxSize(3);
    Arbitrary<Integer> maxDuration =
        Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(9, 40));
    Arbitrary<Integer> interruptAt =
        Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(1, 30));
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Combinators.combine(
            step.list().ofMinSize(1).ofMaxSize(6),
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 8).list().ofMinSize(1).ofMaxSize(4),
            guards,
            flags,
            Combinators.combine(flags, maxDuration).as(Tuple::of),
            Combinators.combine(Arbitraries.integers().between(-1, 4), interruptAt)
                .as(Tuple::of))
        .as((steps, attempts, time, pauses, answers, failOpen, waiting, rest) -> new CallCase(
            steps,
            attempts,
            time,
            pauses,
            answers,
            failOpen,
            waiting.get1() && waiting.get2() > 0,
            rest.get1(),
            waiting.get2(),
            rest.get2()));
  }

  /**
   * SPEC 1.4, SPEC 8.1, SPEC 9.1, SPEC 10.1: guards, budget, listeners and discards hear what the rules say, once and in
   * order.
   */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void call_likeTheOracle_isHeardTheSame(@ForAll("calls") CallCase call) {
    assertThat(new Made(call).journal.lines()).isEqualTo(new CallOracle(call).lines);
  }

  /** SPEC 4.1, SPEC 4.2, SPEC 4.3, SPEC 5.1, SPEC 5.2: the end, the flag, the clock, the pauses, the history. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void call_likeTheOracle_endsTheSame(@ForAll("calls") CallCase call) {
    Made made = new Made(call);
    CallOracle oracle = new CallOracle(call);
    assertThat(made.text()).isEqualTo(oracle.end);
    assertThat(made.flag).as("interrupt flag").isEqualTo(oracle.flag);
    assertThat(made.time.elapsed()).isEqualTo(ofMillis(oracle.now));
    assertThat(made.time.sleeps())
        .isEqualTo(oracle.sleeps.stream().map(Duration::ofMillis).toList());
    if (made.end != null) {
      List<String> earlier = new ArrayList<>(oracle.failures);
      if (!oracle.end.equals("cancelled") && !earlier.isEmpty()) {
        earlier.remove(earlier.size() - 1); // that one is thrown, or the cause of the refusal
      }
      assertThat(made.history()).isEqualTo(earlier);
    }
  }

  /** SPEC 4.1: the very instance of the last attempt, or, for a refusal, that instance as its cause. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void end_isTheLastFailureItself(@ForAll("calls") CallCase call) {
    Made made = new Made(call);
    CallOracle oracle = new CallOracle(call);
    if (oracle.end.startsWith("threw ")) {
      assertThat(made.end).isSameAs(made.thrown.get(oracle.end.substring("threw ".length())));
    } else if (oracle.end.equals("refused") && !oracle.failures.isEmpty()) {
      String last = oracle.failures.get(oracle.failures.size() - 1);
      assertThat(Objects.requireNonNull(made.end).getCause()).isSameAs(made.thrown.get(last));
    } else {
      assertThat(made.thrown.values()).doesNotContain(made.end);
    }
  }

  /** SPEC 1.2, SPEC 6.2, SPEC 8.1, SPEC 8.2, SPEC 10.1, without an oracle to be wrong in the same way. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void call_invariants_hold(@ForAll("calls") CallCase call) {
    Made made = new Made(call);
    assertThat(made.attempts).isLessThanOrEqualTo(call.maxAttempts());
    List<String> lines = made.journal.lines();
    List<String> ends = lines.stream()
        .filter(line -> line.matches("g\\d (succeeded|failed|abandoned|released) .*"))
        .map(line -> line.replaceAll(" (succeeded|failed|abandoned|released)", ""))
        .toList();
    assertThat(ends).as("one end for each grant").containsExactlyInAnyOrderElementsOf(made.leases);
    assertThat(lines.stream().filter(line -> line.startsWith("RETRY")))
        .hasSize(made.announced.size());
    assertThat(lines.stream().filter(line -> line.matches("(SUCCEEDED|FAILED) .*")))
        .as("one end for each attempt")
        .hasSize(made.attempts);
    assertThat(lines.stream().filter(line -> line.startsWith("GAVE_UP")).count())
        .as("gave up once, or succeeded")
        .isEqualTo(lines.stream().anyMatch(line -> line.startsWith("SUCCEEDED")) ? 0 : 1);
    if (call.maxDuration() > 0) {
      // only attempts may cross the deadline, each of them begun before it
      assertThat(made.time.elapsed())
          .isLessThan(ofMillis((long) call.maxDuration() + Math.max(1, call.attemptTime())));
    }
    assertThat(made.time.pendingTasks()).isLessThanOrEqualTo(call.interruptAt() > 0 ? 1 : 0);
  }

  /** SPEC 6.5: without guards that wait, the pauses made are the pauses announced, save those of nothing. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void pauses_areThoseAnnounced(@ForAll("calls") CallCase call) {
    CallCase plain = new CallCase(
        call.steps(),
        call.maxAttempts(),
        call.attemptTime(),
        call.pauses(),
        List.of(),
        false,
        false,
        call.tokens(),
        call.maxDuration(),
        0);
    Made made = new Made(plain);
    assertThat(made.time.sleeps())
        .isEqualTo(made.announced.stream().filter(pause -> !pause.isZero()).toList());
  }
}
