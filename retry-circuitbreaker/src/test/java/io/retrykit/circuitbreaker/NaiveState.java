package io.retrykit.circuitbreaker;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The states of a {@link NaiveBreaker}, with all that has happened in each. */
sealed interface NaiveState {
  long since();

  /** How a call ended. */
  record Ended(long at, boolean failed, boolean slow) {
    boolean good() {
      return !failed && !slow;
    }
  }

  /** A call that was granted, in a state, at a moment. */
  final class Call {
    final NaiveState state;
    final long at;
    boolean told;

    Call(NaiveState state, long at) {
      this.state = state;
      this.at = at;
    }
  }

  /** Closed, or only measuring. */
  final class Closed implements NaiveState {
    final long since;
    final boolean metricsOnly;
    final List<Ended> ended = new ArrayList<>();
    final List<Long> underWay = new ArrayList<>(); // when they began
    final TreeSet<Long> looks = new TreeSet<>();
    boolean told;

    Closed(long since, boolean metricsOnly) {
      this.since = since;
      this.metricsOnly = metricsOnly;
      this.looks.add(since);
    }

    @Override
    public long since() {
      return since;
    }
  }

  /** Open, or forced open. */
  final class Open implements NaiveState {
    final long since;
    final long nanos; // below zero: for good
    final int openings;
    final Counts counts;
    long refused;

    Open(long since, long nanos, int openings, Counts counts) {
      this.since = since;
      this.nanos = nanos;
      this.openings = openings;
      this.counts = counts;
    }

    @Override
    public long since() {
      return since;
    }
  }

  /** Half-open. */
  final class HalfOpen implements NaiveState {
    final long since;
    final int openings;
    final long openedNanos;
    final List<Call> underWay = new ArrayList<>();
    final List<Ended> ended = new ArrayList<>();
    long refused;

    HalfOpen(long since, int openings, long openedNanos) {
      this.since = since;
      this.openings = openings;
      this.openedNanos = openedNanos;
    }

    @Override
    public long since() {
      return since;
    }
  }

  /** Disabled. */
  record Disabled(long since) implements NaiveState {}
}
