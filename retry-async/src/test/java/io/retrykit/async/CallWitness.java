package io.retrykit.async;

import static java.time.Duration.ofMillis;

import io.retrykit.async.CallScript.Answer;
import io.retrykit.async.CallScript.Limits;
import io.retrykit.backoff.Backoff;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Everything around a call that is made up: says what the script says, and writes down what it is told, and when. */
final class CallWitness {
  private static final long MILLISECOND = 1_000_000;

  private final CallScript script;
  private final VirtualTimebase time;
  final List<String> lines = new ArrayList<>();
  private final Map<String, Integer> ends = new TreeMap<>(); // of each lease
  private int taken;
  private int returned;
  private int planned;

  CallWitness(CallScript script, VirtualTimebase time) {
    this.script = script;
    this.time = time;
  }

  void note(String line) {
    lines.add(time.elapsed().toMillis() + " " + line);
  }

  /** Plans something of the script's own. */
  void later(int milliseconds, Runnable work) {
    planned++;
    time.schedule(milliseconds * MILLISECOND, () -> {
      planned--;
      work.run();
    });
  }

  /** Returns how many moments are waited for that are not the script's own. */
  int waits() {
    return time.pendingTasks() - planned;
  }

  /** Returns how often each lease was told its end. */
  Map<String, Integer> ends() {
    return ends;
  }

  boolean hasBudget() {
    return script.tokens() >= 0;
  }

  /** Returns how many retries the budget has paid for and not got back. */
  int spent() {
    return taken - returned;
  }

  RetryPolicy policy() {
    Limits limits = script.limits();
    RetryPolicyBuilder policy = RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(limits.maxAttempts())
        .backoff(
            Backoff.list(script.pauses().stream().map(Duration::ofMillis).toArray(Duration[]::new)))
        .abortOn(IllegalArgumentException.class)
        .retryOnResult(Product.class, Product::isBad)
        .onDiscard(product -> note("discard " + product))
        .waitWhenRefused(limits.waits() && limits.maxDuration() > 0)
        .listener(this::hear);
    for (int i = 0; i < script.answers().size(); i++) {
      policy.guard(new Recorder(i));
    }
    if (script.tokens() >= 0) {
      policy.budget(new Purse());
    }
    if (limits.maxDuration() > 0) {
      policy.maxDuration(ofMillis(limits.maxDuration()));
    }
    if (limits.attemptTimeout() > 0) {
      policy.attemptTimeout(ofMillis(limits.attemptTimeout()));
    }
    return policy.build();
  }

  private void hear(RetryEvent event) {
    note("hear " + event.type() + " " + event.attempt() + " " + event.reason().orElse(null) + " "
        + event.delay());
  }

  private final class Recorder implements Guard {
    private final int index;
    private int asked;

    Recorder(int index) {
      this.index = index;
    }

    @Override
    public String name() {
      return "g" + index;
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      Answer answer = script.answer(index, asked++);
      note(name() + " admit " + request.attempt() + " " + answer);
      return switch (answer) {
        case GRANT -> Admission.granted(lease());
        case GRANT_AFTER_TWO -> Admission.grantedAfter(lease(), 2 * MILLISECOND);
        case REFUSE -> Admission.refused("no", Admission.UNKNOWN);
        case REFUSE_FOR_THREE -> Admission.refused("busy", 3 * MILLISECOND);
        case THROW -> throw new IllegalStateException("guard");
        case PENDING -> pending(Admission.granted(lease()), null);
        case PENDING_REFUSED -> pending(Admission.refused("no", Admission.UNKNOWN), null);
        case PENDING_FAILED -> pending(null, new IllegalStateException("guard"));
        case PENDING_FOR_EVER -> Admission.pending(new CompletableFuture<>());
      };
    }

    private Admission pending(@Nullable Admission given, @Nullable Throwable failed) {
      CompletableFuture<Admission> stage = new CompletableFuture<>();
      later(4, () -> {
        if (failed == null) {
          stage.complete(given);
        } else {
          stage.completeExceptionally(failed);
        }
      });
      return Admission.pending(stage);
    }

    private String lease() {
      String lease = name() + "-" + asked;
      ends.put(lease, 0);
      return lease;
    }

    private void ended(@Nullable Object lease, String how) {
      if (lease != null) { // one that fails open has nothing to say
        ends.merge(lease.toString(), 1, Integer::sum);
      }
      note(lease + " " + how);
    }

    @Override
    public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
      ended(lease, "succeeded " + result);
    }

    @Override
    public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
      ended(lease, "failed " + outcome.failure() + " " + outcome.result());
    }

    @Override
    public void abandoned(@Nullable Object lease) {
      ended(lease, "abandoned");
    }

    @Override
    public void released(@Nullable Object lease) {
      ended(lease, "released");
    }

    @Override
    public boolean failOpen() {
      return script.limits().failOpen();
    }
  }

  private final class Purse implements RetryBudget {
    @Override
    public String name() {
      return "purse";
    }

    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      if (spent() >= script.tokens()) {
        return REFUSED;
      }
      note("take for " + request.attempt());
      taken++;
      return 1;
    }

    @Override
    public void returned(AdmissionRequest request, long amount) {
      note("get back " + amount);
      returned += (int) amount;
    }

    @Override
    public void succeeded(AdmissionRequest request, long lastTaken) {
      note("purse succeeded " + lastTaken);
    }
  }
}
