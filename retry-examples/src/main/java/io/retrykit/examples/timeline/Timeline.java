package io.retrykit.examples.timeline;

import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.circuitbreaker.CircuitTransition;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.time.Timebase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records what calls go through, and hands it out as {@link Span spans}. It is told when attempts begin, hears the rest as
 * a listener of the policy, and of the breaker if there is one. One call at a time; any thread.
 */
public final class Timeline implements RetryListener {
  private final Timebase time;
  private long startNanos;
  private final List<Span> spans = new ArrayList<>();
  private int call;
  private long attemptNanos;
  private Span.@Nullable Kind breaker;
  private long breakerNanos;

  /** Makes one that begins with the first call. */
  public Timeline(Timebase time) {
    this.time = time;
    this.startNanos = time.nanos();
  }

  /** The next call begins. */
  public synchronized void callBegins() {
    if (call == 0) {
      startNanos = time.nanos();
    }
    call++;
  }

  /** An attempt of the call begins. */
  public synchronized void attemptBegins() {
    attemptNanos = now();
  }

  @Override
  public synchronized void onEvent(RetryEvent event) {
    long now = now();
    switch (event.type()) {
      case SUCCEEDED -> spans.add(new Span(Span.Kind.SUCCESS, call, attemptNanos, now, ""));
      case FAILED -> spans.add(new Span(Span.Kind.FAILURE, call, attemptNanos, now, name(event)));
      case RETRY ->
        spans.add(new Span(Span.Kind.PAUSE, call, now, now + event.delay().toNanos(), ""));
      case REFUSED -> spans.add(new Span(Span.Kind.REFUSAL, call, now, now, event.detail()));
      case GAVE_UP -> {
        // its last attempt, or refusal, is there already
      }
    }
  }

  private static String name(RetryEvent event) {
    Throwable failure = event.failure();
    return failure == null ? "result" : failure.getClass().getSimpleName();
  }

  /** The breaker has gone from one state to another. */
  public synchronized void breaker(CircuitTransition step) {
    long now = now();
    spans.add(new Span(kind(step.from()), 0, breakerNanos, now, "ended by: " + step.reason()));
    breaker = kind(step.to());
    breakerNanos = now;
  }

  private static Span.Kind kind(CircuitState state) {
    return switch (state) {
      case OPEN, FORCED_OPEN -> Span.Kind.OPEN;
      case HALF_OPEN -> Span.Kind.HALF_OPEN;
      default -> Span.Kind.CLOSED;
    };
  }

  private long now() {
    return time.nanos() - startNanos;
  }

  /** Returns what there is so far, by the time it began; of a pause that was cut short no more than has passed. */
  public synchronized List<Span> spans() {
    long now = now();
    List<Span> all = new ArrayList<>();
    for (Span span : spans) {
      all.add(
          span.toNanos() <= now
              ? span
              : new Span(span.kind(), span.call(), span.fromNanos(), now, span.note()));
    }
    if (breaker != null) {
      all.add(new Span(breaker, 0, breakerNanos, now, ""));
    }
    all.sort(Comparator.comparingLong(Span::fromNanos));
    return List.copyOf(all);
  }
}
