package io.retrykit.loop;

import io.retrykit.call.AttemptRefusedException;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.spi.OneLine;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guards of one policy: asks them, and tells each one that granted how the attempt ended, in reverse order. What
 * was granted is one {@link Admission} where there is one guard, else an array of them, which is never written to again: guards
 * mostly grant with one and the same answer, and an attempt that is given the usual answers is given the usual array.
 */
public final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit");
  private static final String NULL = "admit returned null";
  private static final Admission UNGUARDED = Admission.granted((Object) "unguarded");

  private final Guard[] guards;
  private final Guard first;
  private final Guard last;
  private final boolean timed;
  private volatile Admission[] usual;

  /** Makes a gate of at least one guard. */
  public Gate(List<Guard> guards) {
    this.guards = guards.toArray(Guard[]::new);
    this.first = this.guards[0];
    this.last = this.guards[this.guards.length - 1];
    this.timed = guards.stream().anyMatch(Guard::timed);
    this.usual = new Admission[this.guards.length];
  }

  /** Returns how many guards there are. */
  public int size() {
    return guards.length;
  }

  /** Tells whether a guard wants to know how long attempts take. */
  public boolean timed() {
    return timed;
  }

  String name(int i) {
    return guards[i].name();
  }

  /** Asks one guard; one that throws refuses, or lets through unguarded if it is fail-open. */
  Admission ask(int i, AdmissionRequest request) {
    try {
      return Objects.requireNonNull(guards[i].admit(request), NULL);
    } catch (Exception broken) {
      return broken(i, broken);
    }
  }

  /** Asks the first guard, as {@link #ask} does. */
  public Admission askFirst(AdmissionRequest request) {
    try {
      return Objects.requireNonNull(first.admit(request), NULL);
    } catch (Exception broken) {
      return broken(0, broken);
    }
  }

  /** Asks the last guard, as {@link #ask} does: not by the same line of code, so that each line knows one class of guards. */
  Admission askLast(AdmissionRequest request) {
    try {
      return Objects.requireNonNull(last.admit(request), NULL);
    } catch (Exception broken) {
      return broken(guards.length - 1, broken);
    }
  }

  /** Returns what the guards granted when they last gave other answers than before; nulls before the first time. */
  Admission[] usual() {
    return usual;
  }

  /** Keeps what the guards have granted, to be compared with from now on. */
  void keepUsual(Admission[] granted) {
    usual = granted;
  }

  /**
   * Asks all guards; null, all told, unless each grants at once.
   *
   * @throws Error if a guard throws one; those that had granted have been told
   */
  @Nullable
  Object grantedAtOnce(AdmissionRequest request) {
    Admission[] granted = new Admission[guards.length];
    int count = 0;
    boolean through = false;
    try {
      while (count < granted.length) {
        Admission answer = ask(count, request);
        if (!answer.isGranted() || answer.waitNanos() > 0) {
          decline(count, answer);
          return null;
        }
        granted[count] = answer;
        count++;
      }
      through = true;
      return granted;
    } finally {
      if (!through) {
        released(granted, count);
      }
    }
  }

  private void decline(int i, Admission answer) {
    if (answer.isGranted()) {
      released(i, answer);
    } else if (answer.kind() == Admission.Kind.PENDING) {
      new PendingAnswer(this, i, answer).abandon();
    }
  }

  /** Returns what a guard's failure to answer amounts to. */
  Admission broken(int i, Throwable failure) {
    if (guards[i].failOpen()) {
      LOG.warn(
          "guard {} failed and lets through: {}", OneLine.all(guards[i].name(), failure, failure));
      return UNGUARDED;
    }
    return Admission.refused(
        "the guard failed: " + failure, Admission.UNKNOWN, new Broken(failure));
  }

  private record Broken(Throwable failure) {}

  /** Makes the exception for a refusal. */
  AttemptRefusedException refusal(int i, Admission refusal, @Nullable Throwable lastFailure) {
    if (refusal.lease() instanceof Broken broken) {
      Throwable cause = lastFailure == null ? broken.failure : lastFailure;
      AttemptRefusedException refused =
          new AttemptRefusedException(guards[i].name(), refusal.reason(), null, cause);
      if (cause != broken.failure) {
        refused.addSuppressed(broken.failure);
      }
      return refused;
    }
    try {
      return Objects.requireNonNull(
          guards[i].refusal(refusal, lastFailure), "refusal returned null");
    } catch (Exception broken) {
      AttemptRefusedException refused =
          new AttemptRefusedException(guards[i].name(), refusal.reason(), null, lastFailure);
      refused.addSuppressed(broken);
      return refused;
    }
  }

  void succeeded(Object granted, @Nullable Object result, long nanos) {
    for (int i = guards.length - 1; i >= 0; i--) {
      succeeded(guards[i], i, at(granted, i), result, nanos);
    }
  }

  /** Tells the first guard of a success. */
  public void firstSucceeded(Admission admission, @Nullable Object result) {
    if (admission != UNGUARDED) {
      try {
        first.succeeded(admission.lease(), result, Admission.UNKNOWN);
      } catch (Throwable dropped) {
        drop(0, dropped);
      }
    }
  }

  /** Tells the last guard of a success. */
  void lastSucceeded(Admission admission, @Nullable Object result) {
    if (admission != UNGUARDED) {
      try {
        last.succeeded(admission.lease(), result, Admission.UNKNOWN);
      } catch (Throwable dropped) {
        drop(guards.length - 1, dropped);
      }
    }
  }

  private void succeeded(
      Guard guard, int i, Admission admission, @Nullable Object result, long nanos) {
    if (admission != UNGUARDED) {
      try {
        guard.succeeded(admission.lease(), result, nanos);
      } catch (Throwable dropped) {
        drop(i, dropped);
      }
    }
  }

  void failed(Object granted, Outcome outcome, Verdict verdict, long nanos) {
    for (int i = guards.length - 1; i >= 0; i--) {
      Admission admission = at(granted, i);
      if (admission != UNGUARDED) {
        try {
          guards[i].failed(admission.lease(), outcome, verdict, nanos);
        } catch (Throwable dropped) {
          drop(i, dropped);
        }
      }
    }
  }

  /** The attempt was begun, and nobody wants its outcome. */
  public void abandoned(Object granted) {
    for (int i = guards.length - 1; i >= 0; i--) {
      abandoned(i, at(granted, i));
    }
  }

  /** The attempt was never begun. */
  public void released(Object granted) {
    released(granted, guards.length);
  }

  /** Tells the first of the guards only: those asked before one that refused. */
  void released(Object granted, int count) {
    for (int i = count - 1; i >= 0; i--) {
      released(i, at(granted, i));
    }
  }

  void released(int i, Admission admission) {
    if (admission != UNGUARDED) {
      try {
        guards[i].released(admission.lease());
      } catch (Throwable dropped) {
        drop(i, dropped);
      }
    }
  }

  private void abandoned(int i, Admission admission) {
    if (admission != UNGUARDED) {
      try {
        guards[i].abandoned(admission.lease());
      } catch (Throwable dropped) {
        drop(i, dropped);
      }
    }
  }

  private void drop(int i, Throwable failure) {
    try {
      LOG.warn(
          "guard {} failed when told of an attempt's end: {}",
          OneLine.all(guards[i].name(), failure, failure));
    } catch (RuntimeException silent) {
      // The attempt has ended as it has, and the other guards must still hear of it: a name or a
      // message that throws
      // costs no more than its line.
    }
  }

  private static Admission at(Object granted, int i) {
    return granted instanceof Admission one ? one : ((Admission[]) granted)[i];
  }
}
