package io.retrykit.async;

import io.retrykit.call.Attempt;
import io.retrykit.loop.AttemptCall;
import io.retrykit.loop.CallState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: what was asked for, and what was delivered, over all attempts of its call. The call is one whose
 * attempts are over when their streams are; elements pass by it. Signals come from one thread after the other: an
 * attempt begins when the one before can send no more.
 */
final class StreamCall<T> implements Flow.Subscription {
  private static final VarHandle ASKED;

  static {
    try {
      ASKED = MethodHandles.lookup().findVarHandle(StreamCall.class, "asked", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  final StreamPlan<T> plan;
  private final AsyncCall<@Nullable Void> call;
  private Flow.Subscriber<? super T> subscriber; // let go when it has cancelled
  private volatile long asked; // Long.MAX_VALUE: all there is
  private volatile long askedNanos; // when the subscriber asked last, if anybody wants to know
  private volatile boolean cancelled;
  private volatile @Nullable IllegalArgumentException fault; // the subscriber's
  private volatile @Nullable StreamAttempt<T> current;

  /** How many elements the subscriber has got. */
  long delivered;

  private final @Nullable Resumption<T> resumption;
  private final @Nullable Throwable unready; // what kept its resumption from being made
  private final boolean looks; // at elements, to know the end, or the last one
  private @Nullable T last;
  private boolean whole; // what a whole stream has has been delivered

  StreamCall(StreamPlan<T> plan, Flow.Subscriber<? super T> subscriber) {
    this.plan = plan;
    this.subscriber = subscriber;
    Supplier<Resumption<T>> resume = plan.resume();
    Resumption<T> made = null;
    Throwable failed = null;
    try {
      made = resume == null ? null : resume.get();
    } catch (Throwable thrown) { // it is the subscriber who hears of it, not who subscribes
      failed = thrown;
    }
    this.resumption = made;
    this.unready = failed;
    this.looks = resumption != null || plan.end() != null;
    Engine engine = plan.route().engine();
    long start = engine.plan.start();
    Supplier<CompletionStage<@Nullable Void>> attempts = () -> begin(null);
    Object operation = plan.numbered()
        ? new AttemptCall<CompletionStage<@Nullable Void>, RuntimeException>(
            this::begin, engine.plan)
        : attempts;
    this.call = new AsyncCall<>(plan.route(), operation, start);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what it calls does not throw
  void begin() {
    subscriber.onSubscribe(this);
    if (cancelled) {
      return;
    }
    call.handle((none, failure) -> {
      end(failure);
      return null;
    });
    if (unready != null) {
      call.completeExceptionally(unready);
    } else {
      call.begin(null);
    }
  }

  private void end(@Nullable Throwable failure) {
    Flow.Subscriber<? super T> told = subscriber;
    subscriber = Gone.instance();
    current = null;
    if (cancelled) {
      return;
    }
    if (failure == null) {
      told.onComplete();
    } else {
      told.onError(failure);
    }
  }

  private CompletionStage<@Nullable Void> begin(@Nullable Attempt attempt) {
    StreamAttempt<T> next = new StreamAttempt<>(this, delivered);
    current = next;
    if (cancelled) {
      next.cancel(true);
      return next;
    }
    if (fault != null) {
      next.onComplete();
      return next;
    }
    try {
      Flow.Publisher<T> publisher = publisher(attempt);
      if (publisher == null) {
        throw new NullPointerException("the operation returned null, not a publisher");
      }
      publisher.subscribe(next);
    } catch (Throwable thrown) {
      next.onError(thrown);
    }
    return next;
  }

  private Flow.@Nullable Publisher<T> publisher(@Nullable Attempt attempt) {
    Resumption<T> resume = resumption;
    T before = last;
    if (resume == null || before == null) {
      return plan.source().apply(attempt);
    }
    CallState state = call.stateSoFar();
    return resume.resume(delivered, before, state == null ? null : state.failure());
  }

  /** Returns what the subscriber has done that it must not; null as long as it has not. */
  @Nullable
  IllegalArgumentException fault() {
    return fault;
  }

  /** Returns how many elements have been asked for so far, those delivered included. */
  long asked() {
    return asked;
  }

  /** Tells whether the subscriber waits for an element. */
  boolean waits() {
    return asked > delivered;
  }

  long askedNanos() {
    return askedNanos;
  }

  @Override
  public void request(long n) {
    if (cancelled) {
      return;
    }
    if (n <= 0) {
      refuse(n);
      return;
    }
    if (plan.timed()) {
      askedNanos = plan.nanos();
    }
    long before = asked;
    while (before != Long.MAX_VALUE) {
      long sum = before + n;
      if (ASKED.compareAndSet(this, before, sum < 0 ? Long.MAX_VALUE : sum)) {
        break;
      }
      before = asked;
    }
    StreamAttempt<T> attempt = current;
    if (attempt != null) {
      attempt.pull(this);
    }
  }

  /** Rule 3.9 of Reactive Streams. The one who sends says it, so that it comes between no other signals. */
  private void refuse(long n) {
    IllegalArgumentException wrong = new IllegalArgumentException(
        "request must be for one element or more (rule 3.9), was " + n);
    fault = wrong;
    StreamAttempt<T> attempt = current;
    if (attempt == null || !attempt.refuse(n)) {
      call.completeExceptionally(wrong);
    }
  }

  @Override
  public void cancel() {
    if (cancelled) {
      return;
    }
    cancelled = true;
    subscriber = Gone.instance();
    StreamAttempt<T> attempt = current;
    call.cancel(true);
    if (attempt != null) {
      attempt.cancel(true); // the call may be in the midst of it, and look at itself only later
    }
  }

  /** Hands an element on. */
  void deliver(T element) {
    delivered++;
    if (looks) {
      look(element);
    }
    subscriber.onNext(element);
  }

  private void look(T element) {
    last = element;
    if (resumption != null) {
      resumption.delivered(element);
    }
    if (plan.end() != null) {
      whole |= plan.end().test(element);
    }
  }

  /** Tells whether a stream that ends now has ended as it should. */
  boolean mayEnd() {
    return plan.end() == null || whole;
  }

  /** Tells whether an end of any kind is the end of a whole stream. */
  boolean isWhole() {
    return whole;
  }

  /** Tells whether an attempt may follow one that has failed now. */
  boolean mayGoOn() {
    return delivered == 0 || resumption != null;
  }

  AsyncCall<?> call() {
    return call;
  }

  /** Hears for a subscriber that has gone. */
  private static final class Gone implements Flow.Subscriber<Object> {
    private static final Gone INSTANCE = new Gone();

    static Flow.Subscriber<Object> instance() {
      return INSTANCE;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {}

    @Override
    public void onNext(Object element) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }
}
