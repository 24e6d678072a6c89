package io.retrykit;

import static java.time.Duration.ofMillis;

import io.retrykit.CallCase.Answer;
import io.retrykit.CallCase.Step;
import io.retrykit.backoff.Backoff;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.RetryHistory;
import io.retrykit.failure.Verdict;
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
import org.jspecify.annotations.Nullable;

/** One call, really made. */
final class MadeCall {
  final VirtualTimebase time = VirtualTimebase.create();
  final Journal journal = new Journal();
  final Map<String, Throwable> thrown = new HashMap<>();
  final List<Duration> announced = new ArrayList<>();
  final List<String> leases = new ArrayList<>();
  final CallCase call;
  private final Form form;
  int attempts;

  @Nullable
  Object result;

  @Nullable
  Throwable end;

  boolean flag;

  /** What a policy has that hears of successes, or looks at results. */
  enum Form {
    /** A listener, a rule for results, and what is done with those that are thrown away. */
    WHOLE,
    /** None of them. */
    BARE,
    /** A classifier that looks at results of one type. */
    CLASSIFIED
  }

  MadeCall(CallCase call) {
    this(call, Form.WHOLE);
  }

  MadeCall(CallCase call, Form form) {
    this.call = call;
    this.form = form;
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
        .waitWhenRefused(call.waitWhenRefused());
    if (form == Form.WHOLE) {
      policy
          .retryOnResult(String.class, text -> text.startsWith("bad"))
          .onDiscard(text -> journal.note("DISCARD " + text))
          .listener(this::hear);
    } else if (form == Form.CLASSIFIED) {
      policy.classifier(new BadTexts());
    }
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

  private static final class BadTexts implements Classifier {
    @Override
    public Verdict classify(Throwable failure) {
      return Verdict.noOpinion();
    }

    @Override
    public Verdict classifyResult(@Nullable Object result) {
      return result instanceof String text && text.startsWith("bad")
          ? Verdict.retry()
          : Verdict.noOpinion();
    }

    @Override
    public boolean judges(Class<?> type) {
      return type == String.class;
    }
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
    return failure instanceof CancellationException ? "cancelled" : "threw " + failure.getMessage();
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
