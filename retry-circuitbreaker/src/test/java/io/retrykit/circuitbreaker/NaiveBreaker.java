package io.retrykit.circuitbreaker;

import io.retrykit.circuitbreaker.NaiveState.Call;
import io.retrykit.circuitbreaker.NaiveState.Closed;
import io.retrykit.circuitbreaker.NaiveState.Disabled;
import io.retrykit.circuitbreaker.NaiveState.Ended;
import io.retrykit.circuitbreaker.NaiveState.HalfOpen;
import io.retrykit.circuitbreaker.NaiveState.Open;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A breaker as one writes it down without a thought of speed or threads: lists of everything that has happened, gone
 * through again for every question. What the real one does in one thread is compared with it. Times are nanoseconds from
 * the beginning.
 *
 * <p>Two things of the real one are taken over: an admission judges only when calls may have become overdue since the last
 * look, and a fast success that enters a window of calls full of them is not judged, for nothing has changed.
 */
final class NaiveBreaker {
  private final DrawnSettings settings;
  final List<String> transitions = new ArrayList<>();
  int thresholds;
  NaiveState state;

  NaiveBreaker(DrawnSettings settings) {
    this.settings = settings;
    this.state = new Closed(0, false);
  }

  /** An answer: a call, or how long it is until asking makes sense; -1 if nobody knows. */
  record Answer(@Nullable Call call, long remaining) {
    static Answer granted(NaiveState state, long now) {
      return new Answer(new Call(state, now), -1);
    }
  }

  Answer admit(long now) {
    if (state instanceof Closed closed) {
      if (!settings.watches()) {
        return Answer.granted(closed, now);
      }
      if (somethingCameOfAge(closed, now) && counts(now).overdue() > 0) {
        judge(closed, now);
      }
      if (state == closed) {
        closed.underWay.add(now);
        closed.looks.add(now);
        return Answer.granted(closed, now);
      }
    }
    if (state instanceof Open open) {
      long remaining = remaining(now);
      if (remaining != 0) {
        open.refused++;
        return new Answer(null, remaining);
      }
      move(new HalfOpen(now, open.openings, open.nanos));
    }
    if (state instanceof HalfOpen half) {
      forget(half, now);
      judge(half, now);
      if (state != half) {
        return admit(now);
      }
      if (half.ended.size() + half.underWay.size() >= settings.probes()) {
        half.refused++;
        return new Answer(null, remaining(now));
      }
      Call probe = new Call(half, now);
      half.underWay.add(probe);
      return new Answer(probe, -1);
    }
    return Answer.granted(state, now);
  }

  /** A call succeeded or failed. */
  void ended(Call call, boolean failed, long nanos, long now) {
    boolean slow = settings.watches() && nanos > settings.slowNanos();
    Ended outcome = new Ended(now, failed, slow);
    if (call.state instanceof Closed closed) {
      closed.underWay.remove((Long) call.at);
      if (closed == state && !changesNothing(closed, outcome)) {
        somethingCameOfAge(closed, now);
        closed.ended.add(outcome);
        judge(closed, now);
      }
    }
    if (call.state instanceof HalfOpen half && half == state && !call.told) {
      half.underWay.remove(call);
      half.ended.add(outcome);
      forget(half, now);
      judge(half, now);
    }
    call.told = true;
  }

  void neither(Call call) {
    call.told = true;
    if (call.state instanceof Closed closed) {
      closed.underWay.remove((Long) call.at);
    }
    if (call.state instanceof HalfOpen half) {
      half.underWay.remove(call);
    }
  }

  void reset(long now, boolean metricsOnly) {
    move(new Closed(now, metricsOnly));
  }

  void disable(long now) {
    move(new Disabled(now));
  }

  void open(long now, long nanos) {
    move(new Open(now, nanos, 1, counts(now)));
  }

  boolean halfOpen(long now) {
    if (!(state instanceof Open open)) {
      return false;
    }
    move(new HalfOpen(now, open.openings, Math.max(0, open.nanos)));
    return true;
  }

  CircuitState name() {
    return name(state);
  }

  private static CircuitState name(NaiveState state) {
    if (state instanceof Closed closed) {
      return closed.metricsOnly ? CircuitState.METRICS_ONLY : CircuitState.CLOSED;
    }
    if (state instanceof Open open) {
      return open.nanos < 0 ? CircuitState.FORCED_OPEN : CircuitState.OPEN;
    }
    return state instanceof HalfOpen ? CircuitState.HALF_OPEN : CircuitState.DISABLED;
  }

  private void move(NaiveState next) {
    transitions.add(name() + " to " + name(next));
    state = next;
  }

  long refused() {
    return state instanceof Open open
        ? open.refused
        : state instanceof HalfOpen half ? half.refused : 0;
  }

  long remaining(long now) {
    if (state instanceof Open open) {
      return open.nanos < 0 ? -1 : Math.max(0, open.since + open.nanos - now);
    }
    if (state instanceof HalfOpen half) {
      forget(half, now);
      if (half.ended.size() + half.underWay.size() >= settings.probes()) {
        long lease = half.underWay.get(0).at + settings.lostAfter() - now;
        long whole = half.openedNanos > 0 ? half.openedNanos : settings.lostAfter();
        return Math.min(lease, Math.max(1_000_000, whole / 8));
      }
    }
    return 0;
  }

  Counts counts(long now) {
    if (state instanceof Closed closed) {
      long overdue = closed.underWay.stream()
          .filter(begun -> now - begun >= settings.overdueAfter())
          .filter(begun -> now - begun < settings.forgottenAfter())
          .count();
      return count(window(closed, now), settings.watches() ? overdue : 0);
    }
    if (state instanceof HalfOpen half) {
      forget(half, now);
      long overdue = half.underWay.stream()
          .filter(call -> settings.watches() && now - call.at > settings.slowNanos())
          .count();
      return count(half.ended, overdue);
    }
    return state instanceof Open open ? open.counts : Counts.NONE;
  }

  private static Counts count(List<Ended> ended, long overdue) {
    return new Counts(
        ended.size(),
        ended.stream().filter(Ended::failed).count(),
        ended.stream().filter(Ended::slow).count(),
        overdue);
  }

  private List<Ended> window(Closed closed, long now) {
    if (settings.windowCalls() > 0) {
      int size = closed.ended.size();
      return closed.ended.subList(Math.max(0, size - settings.windowCalls()), size);
    }
    long oldest = now / settings.bucketNanos() - settings.buckets() + 1;
    return closed.ended.stream()
        .filter(call -> call.at() / settings.bucketNanos() >= oldest)
        .toList();
  }

  private boolean changesNothing(Closed closed, Ended outcome) {
    List<Ended> last = window(closed, outcome.at());
    return settings.windowCalls() > 0
        && settings.windowCalls() == last.size()
        && outcome.good()
        && last.stream().allMatch(Ended::good);
  }

  private boolean somethingCameOfAge(Closed closed, long now) {
    if (now - closed.looks.last() >= settings.overdueAfter()) {
      closed.looks.add(now);
    }
    return closed.looks.removeIf(look -> now - look >= settings.overdueAfter());
  }

  private void forget(HalfOpen half, long now) {
    half.underWay.removeIf(call -> now - call.at >= settings.lostAfter());
  }

  private void judge(Closed closed, long now) {
    Counts counts = counts(now);
    if (!isBad(counts)) {
      return;
    }
    if (!closed.metricsOnly) {
      move(new Open(now, settings.openNanos(1), 1, counts));
    } else if (!closed.told) {
      closed.told = true;
      thresholds++;
    }
  }

  private boolean isBad(Counts counts) {
    if (settings.failures() > 0) {
      return counts.failed() >= settings.failures();
    }
    long minimum = settings.windowCalls() == 0
        ? settings.minimumCalls()
        : Math.min(settings.windowCalls(), settings.minimumCalls());
    long begun = counts.calls() + counts.overdue();
    return (counts.calls() >= minimum
            && reaches(counts.failed(), counts.calls(), settings.failureRate()))
        || (begun >= minimum && reaches(counts.slow() + counts.overdue(), begun, slowRate()));
  }

  private int slowRate() {
    return settings.watches() ? settings.slowRate() : 101;
  }

  private static boolean reaches(long part, long whole, int percent) {
    return part > 0 && 100 * part >= percent * whole;
  }

  private void judge(HalfOpen half, long now) {
    Counts counts = counts(now);
    long begun = counts.calls() + counts.overdue();
    long slow = counts.slow() + counts.overdue();
    int needed = settings.successThreshold();
    if (needed == 0 && settings.failures() > 0) {
      needed = settings.probes(); // all of them
    }
    if (needed > 0) {
      long good = half.ended.stream().filter(Ended::good).count();
      if (good >= needed) {
        move(new Closed(now, false));
      } else if (begun - good > settings.probes() - needed) {
        open(half, counts, now);
      }
    } else if (counts.calls() >= settings.probes()) {
      boolean bad = reaches(counts.failed(), counts.calls(), settings.failureRate())
          || reaches(counts.slow(), counts.calls(), slowRate());
      if (bad) {
        open(half, counts, now);
      } else {
        move(new Closed(now, false));
      }
    } else if (counts.overdue() > 0
        && begun >= settings.probes()
        && (reaches(counts.failed(), begun, settings.failureRate())
            || reaches(slow, begun, slowRate()))) {
      open(half, counts, now);
    }
  }

  private void open(HalfOpen half, Counts counts, long now) {
    int openings = half.openings + 1;
    move(new Open(now, settings.openNanos(openings), openings, counts));
  }

  @Override
  public String toString() {
    return name() + " since " + state.since() + ", " + transitions;
  }
}
