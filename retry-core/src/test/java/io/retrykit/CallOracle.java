package io.retrykit;

import io.retrykit.CallCase.Answer;
import io.retrykit.CallCase.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What should come of a {@link CallCase}, worked out the naive way from SPEC alone: one step after the other, with a
 * list of everything that is heard. It shares nothing with the loop.
 */
final class CallOracle {
  final List<String> lines = new ArrayList<>();
  final List<Integer> sleeps = new ArrayList<>();
  final List<String> failures = new ArrayList<>();
  String end = "";
  int now;
  boolean flag;

  private final CallCase call;
  private final int[] asked;
  private final int[] granted;
  private boolean interruptDue;
  private int taken;
  private int acquiredAfter; // the attempt; zero: none, or the retry has begun

  CallOracle(CallCase call) {
    this.call = call;
    this.asked = new int[call.answers().size()];
    this.granted = new int[call.answers().size()];
    this.interruptDue = call.interruptAt() > 0;
    run();
  }

  private static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Over() {
      super(null, null, false, false);
    }
  }

  private void run() {
    try {
      int tokens = call.tokens();
      @Nullable String last = null;
      for (int attempt = 1; ; attempt++) {
        List<String> leases = enter(attempt, last);
        acquiredAfter = 0;
        move(call.attemptTime());
        flag |= interruptDue && now >= call.interruptAt();
        interruptDue &= now < call.interruptAt();
        Step step = call.step(attempt);
        String name = name(step, attempt);
        if (step == Step.SUCCESS) {
          tell(leases, "succeeded");
          note(call.tokens() >= 0, "budget succeeded " + attempt + ", taken " + taken);
          lines.add("SUCCEEDED " + attempt + " " + name);
          end = "returned " + name;
          return;
        }
        boolean threw = step != Step.BAD_RESULT;
        boolean again = step == Step.RETRYABLE || step == Step.BAD_RESULT;
        last = threw ? name : null;
        if (threw) {
          failures.add(name);
        }
        tell(leases, again || step == Step.FATAL ? "failed" : "abandoned");
        note(call.tokens() >= 0, "budget failed " + attempt + (again ? " RETRY" : " GIVE_UP"));
        flag |= step == Step.INTERRUPTED;
        int pause = call.pause(attempt);
        String stop = "";
        if (!again) {
          stop = step == Step.FATAL ? "ABORTED" : "NOT_RETRYABLE";
        } else if (attempt >= call.maxAttempts()) {
          stop = "MAX_ATTEMPTS";
        } else if (pause >= left()) {
          stop = "MAX_DURATION";
        } else if (call.tokens() >= 0) {
          lines.add("budget acquire " + attempt);
          stop = tokens-- > 0 ? "" : "BUDGET";
          taken = 1;
          acquiredAfter = stop.isEmpty() ? attempt : 0;
        }
        lines.add("FAILED " + attempt + " " + name);
        if (!stop.isEmpty()) {
          lines.add("GAVE_UP " + attempt + " " + stop);
          end = (threw ? "threw " : "returned ") + name;
          return;
        }
        lines.add("RETRY " + attempt + " in " + (pause == 0 ? "0s" : pause + "ms"));
        note(!threw, "DISCARD " + name);
        if (pause == 0 ? flag : !sleep(pause)) {
          interrupted(attempt, last);
        }
      }
    } catch (Over over) {
      // the end is noted
    }
  }

  /** Returns the leases of those guards that are to be told, in the order they granted. */
  private List<String> enter(int attempt, @Nullable String last) {
    for (; ; ) {
      List<String> leases = new ArrayList<>();
      int busy = ask(attempt, leases, last);
      if (busy == Integer.MIN_VALUE) {
        return leases;
      }
      int wait = Math.max(1, busy);
      if (!call.waitWhenRefused() || busy < 0 || wait >= left()) {
        giveBack();
        lines.add("GAVE_UP " + attempt + " REFUSED");
        end = "refused";
        throw new Over();
      }
      if (!sleep(wait)) {
        interrupted(attempt, last);
      }
    }
  }

  /** Returns how long to stay away after a refusal, -1 if nobody knows, MIN_VALUE if all guards granted. */
  private int ask(int attempt, List<String> leases, @Nullable String last) {
    for (int i = 0; i < call.answers().size(); i++) {
      String guard = "g" + i;
      lines.add(guard + " admit " + attempt);
      Answer answer = call.answer(i, asked[i]++);
      if (answer == Answer.THROW && call.failOpen()) {
        continue;
      }
      boolean grants = answer == Answer.GRANT || answer == Answer.GRANT_AFTER_TWO;
      if (grants) {
        leases.add(guard + " lease" + ++granted[i]);
      }
      int refusedFor = grants ? 0 : answer == Answer.REFUSE_FOR_THREE ? 3 : -1;
      boolean refused = !grants;
      if (answer == Answer.GRANT_AFTER_TWO) {
        if (2 >= left()) {
          refused = true;
          refusedFor = 2;
        } else if (!sleep(2)) {
          tell(leases, "released");
          interrupted(attempt, last);
        }
      }
      if (refused) {
        tell(leases, "released");
        lines.add("REFUSED " + attempt + " " + guard);
        return refusedFor;
      }
    }
    return Integer.MIN_VALUE;
  }

  private void tell(List<String> leases, String what) {
    for (int i = leases.size() - 1; i >= 0; i--) {
      lines.add(leases.get(i).replace(" ", " " + what + " "));
    }
  }

  private void interrupted(int attempt, @Nullable String last) {
    flag = true;
    giveBack();
    lines.add("GAVE_UP " + attempt + " INTERRUPTED");
    end = last == null ? "cancelled" : "threw " + last;
    throw new Over();
  }

  private void giveBack() {
    note(acquiredAfter > 0, "budget returned " + acquiredAfter + ", taken " + taken);
  }

  /** Tells whether a pause went by without an interrupt. */
  private boolean sleep(int millis) {
    if (flag) {
      return false;
    }
    sleeps.add(millis);
    if (interruptDue && call.interruptAt() <= now + millis) {
      interruptDue = false;
      now = Math.max(now, call.interruptAt());
      return false;
    }
    move(millis);
    return true;
  }

  private void move(int millis) {
    now += millis;
  }

  private int left() {
    return call.maxDuration() == 0 ? Integer.MAX_VALUE : call.maxDuration() - now;
  }

  private void note(boolean holds, String line) {
    if (holds) {
      lines.add(line);
    }
  }

  /** What an attempt throws or returns. */
  static String name(Step step, int attempt) {
    return step.name().toLowerCase(Locale.ROOT) + attempt;
  }
}
